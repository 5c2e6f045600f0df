import * as z from 'zod/mini';
import { stateDirOf } from '#infra/local/run-file';
import { askRun, stop } from './ask-run.ts';

const [person] = process.argv.slice(2);
const stateDir = stateDirOf(process.env);

/** Prints nothing but the token, so that `$(npm run -s token -- <person>)` can be used in a script. */
if (person === undefined) {
  const people = z.parse(z.array(z.object({ account: z.string() })), await askRun(stateDir, 'GET', '/people'));
  stop(`Whose token? npm run -s token -- <person>, one of: ${people.map(({ account }) => account).join(', ')}`);
}
const answer = await askRun(stateDir, 'POST', '/token', { person });
process.stdout.write(`${z.parse(z.object({ accessToken: z.string() }), answer).accessToken}\n`);
