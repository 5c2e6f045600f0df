import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { openMailboxStore } from '#infra/local/mail/mailbox';
import { journeyBeginsAt } from '#infra/sample/journey';
import type { World } from '#infra/sample/world';
import { Answered, type Ask } from './mortal-protocol.ts';

const file = fileURLToPath(new URL('./mortal-process.ts', import.meta.url));

/** The process was killed before it answered. */
class Gone extends Error {}

type Life = {
  readonly url: string;
  readonly offsetMs: number;
  readonly ask: (ask: Ask) => Promise<Answered>;
  /** SIGKILL: nothing is closed, nothing is written. */
  readonly end: () => Promise<void>;
};

/** One life of the stack, from its start to its end. */
async function begin(stateDir: string): Promise<Life> {
  const child = fork(file, [stateDir, `${journeyBeginsAt}`], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, PromiseWithResolvers<Answered>>();
  const expect = (id: number) => {
    const answer = Promise.withResolvers<Answered>();
    waiting.set(id, answer);
    return answer.promise;
  };
  child.on('message', (message) => {
    const answer = z.parse(Answered, message);
    waiting.get(answer.id)?.resolve(answer);
    waiting.delete(answer.id);
  });
  child.once('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Gone(`The run ended with ${signal ?? code}`));
    waiting.clear();
  });
  const { value, offsetMs } = await expect(0);
  let last = 0;
  return {
    url: z.parse(z.string(), value),
    offsetMs,
    ask: async (ask) => {
      if (hasEnded(child)) throw new Gone('The run has ended');
      last += 1;
      const answer = expect(last);
      child.send({ id: last, ask });
      return answer;
    },
    end: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

const hasEnded = ({ exitCode, signalCode, connected }: ChildProcess) =>
  exitCode !== null || signalCode !== null || !connected;

export type Mortal = {
  readonly world: World;
  /** Kills the whole process and starts it again on the same folder; resolves when it answers. */
  readonly kill: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * A stack in a process of its own that can be killed at any moment. Whoever plays in its world meets broken connections
 * and nothing else: address, sign-ins and clock are the same after each start.
 *
 * @param beat is told whenever the player asks something of it
 */
export async function openMortal(stateDir: string, beat: () => void): Promise<Mortal> {
  const first = await begin(stateDir);
  let life = Promise.resolve(first);
  let { offsetMs } = first;
  let paceMs = 0;
  const mailbox = openMailboxStore(stateDir, Date.now);
  const now = () => Date.now() + offsetMs;

  const ask = async (what: () => Ask): Promise<string | undefined> => {
    beat();
    for (;;) {
      const answer = await (await life).ask(what()).catch((error: unknown) => {
        if (!(error instanceof Gone)) throw error;
      });
      if (answer?.error !== undefined) throw new Error(answer.error);
      if (answer) {
        offsetMs = answer.offsetMs;
        return answer.value;
      }
    }
  };

  const again = async (): Promise<Life> => {
    const next = await begin(stateDir);
    if (next.url !== first.url) throw new Error(`The run moved from ${first.url} to ${next.url}`);
    offsetMs = next.offsetMs;
    await next.ask({ kind: 'pace', ms: paceMs });
    return next;
  };

  const kill = async () => {
    const victim = await life;
    life = victim.end().then(again);
    await life;
  };

  const world: World = {
    url: first.url,
    ready: async () => {
      beat();
      await life;
    },
    clock: {
      now,
      offsetMs: () => offsetMs,
      move: async (ms) => {
        const until = now() + ms;
        // What a killed run had moved already is kept; the next one goes the rest of the way.
        await ask(() => ({ kind: 'move', ms: Math.max(0, until - now()) }));
      },
      quiet: async () => {
        await ask(() => ({ kind: 'quiet' }));
      },
    },
    pace: (ms) => {
      paceMs = ms;
      ask(() => ({ kind: 'pace', ms })).catch((error: unknown) => console.error(error));
    },
    signUp: async (account, name, hint) => {
      await ask(() => ({ kind: 'signUp', account, name, hint }));
    },
    tokenFor: async (account) => z.parse(z.string(), await ask(() => ({ kind: 'token', account }))),
    mailsTo: (address) => mailbox.list({ to: address }),
  };
  return {
    world,
    kill,
    close: async () => {
      await (await life).ask({ kind: 'close' });
    },
  };
}
