import { readRunFile } from '#infra/local/run-file';

/** Asks the run that uses the state folder; exits with a sentence when there is none or it refuses. */
export async function askRun(stateDir: string, method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
  const run = readRunFile(stateDir);
  const response = run && (await ask(run.controlUrl + path, run.secret, method, body));
  if (!response)
    return stop('Hubang is not running here. Start it with npm start; HUBANG_STATE names another state folder.');
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  const message =
    typeof answer === 'object' && answer !== null && 'message' in answer ? answer.message : response.status;
  return stop(`The run refused: ${String(message)}`);
}

async function ask(url: string, secret: string, method: 'GET' | 'POST', body: unknown): Promise<Response | undefined> {
  try {
    return await fetch(url, {
      method,
      headers: { authorization: `Bearer ${secret}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch {
    // The file of a run that was killed names an address where nobody answers.
    return undefined;
  }
}

/** Ends the tool with a sentence for the person who called it. */
export function stop(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
