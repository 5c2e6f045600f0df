import * as z from 'zod/mini';
import { startStack } from '#infra/local/stack';
import { type Answered, type Ask, Asked } from './mortal-protocol.ts';

/** A process to be killed: the whole stack on the folder, and from the instant, that its arguments name. */
const [stateDir, startAt] = z.parse(z.tuple([z.string(), z.coerce.number()]), process.argv.slice(2));
const stack = await startStack({ stateDir, port: 0, startAt });
const { clock, identity } = stack;

const say = (answer: Omit<Answered, 'offsetMs'>) => process.send?.({ ...answer, offsetMs: clock.offsetMs() });

async function answerTo(ask: Ask): Promise<string | undefined> {
  switch (ask.kind) {
    case 'move':
      await clock.move(ask.ms);
      return undefined;
    case 'quiet':
      await clock.quiet();
      return undefined;
    case 'pace':
      stack.pace(ask.ms);
      return undefined;
    case 'signUp':
      await identity.accounts.add({ account: ask.account, name: ask.name, hint: ask.hint });
      return undefined;
    case 'token':
      return identity.tokenFor(ask.account);
    case 'close':
      await stack.close();
      return undefined;
  }
}

process.on('message', (message) => {
  const { id, ask } = z.parse(Asked, message);
  answerTo(ask).then(
    (value) => {
      say({ id, value });
      if (ask.kind === 'close') process.disconnect();
    },
    (error: unknown) => say({ id, error: `${error}` }),
  );
});
// Nobody is left to kill it.
process.on('disconnect', () => process.exit());
say({ id: 0, value: stack.url });
