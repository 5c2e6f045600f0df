import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { sampleBegins } from '#infra/sample/play';
import { openControl } from './control.ts';
import { PortInUse } from './ports.ts';
import { removeRunFile, stateDirOf, writeRunFile } from './run-file.ts';
import { sampleIn } from './sample.ts';
import { type RunningStack, StateFolderInUse, startStack } from './stack.ts';

const words: Readonly<Record<string, string>> = {
  template: 'Reading the template',
  engines: 'Starting the engines',
  web: 'Putting the web in place',
};

/** `npm start`. PORT and HUBANG_STATE choose address and state folder; --empty starts without the sample round. */
async function main() {
  const { values } = parseArgs({ options: { empty: { type: 'boolean', default: false } } });
  const stateDir = stateDirOf(process.env);
  const port = portOf(process.env['PORT']);
  const begun = performance.now();
  const sample = sampleIn(stateDir, values.empty);
  const stack = await startStack({
    ...{ stateDir, port, onProgress: (step: string) => console.log(`${words[step] ?? step} ...`) },
    ...(sample.wanted && { startAt: sampleBegins(Date.now()) }),
  });
  const control = await openControl(stack);
  const { url, mailboxUrl, issuer } = stack;
  writeRunFile(stateDir, {
    pid: process.pid,
    url,
    mailboxUrl,
    issuer,
    controlUrl: control.url,
    secret: control.secret,
  });
  endOn(['SIGINT', 'SIGTERM'], async () => {
    removeRunFile(stateDir);
    await control.close();
    await stack.close();
  });
  if (sample.wanted) await sample.play(stack);
  await greet(stack, performance.now() - begun);
}

function portOf(text: string | undefined): number {
  const result = z.safeParse(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(65_535)), text ?? 8080);
  if (result.success) return result.data;
  throw new PortInUse(`PORT is ${text}; it has to be a number from 1 to 65535.`);
}

async function greet({ url, mailboxUrl, identity }: RunningStack, ms: number) {
  const people = await identity.accounts.list();
  console.log(`\nHubang is ready after ${(ms / 1000).toFixed(1)} s: ${url}`);
  if (people.length > 0) console.log('\nOne can sign in as');
  for (const { account, name, hint } of people) console.log(`  ${account.padEnd(24)} ${name}  ${hint}`);
  console.log(`\nMailbox: ${mailboxUrl}`);
  console.log('Ctrl-C ends it; the state is kept for the next start.');
}

/** The first signal closes in order; a second one does not wait. */
function endOn(signals: readonly NodeJS.Signals[], close: () => Promise<void>) {
  let closing = false;
  const end = async () => {
    if (closing) process.exit(130);
    closing = true;
    console.log('\nClosing ...');
    await close();
    process.exit(0);
  };
  for (const signal of signals)
    process.on(signal, () => {
      end().catch((error: unknown) => {
        console.error(error);
        process.exit(1);
      });
    });
}

try {
  await main();
} catch (error) {
  const isExplained = error instanceof PortInUse || error instanceof StateFolderInUse;
  console.error(isExplained ? error.message : error);
  process.exit(1);
}
