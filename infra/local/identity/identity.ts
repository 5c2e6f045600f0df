import { Worker } from 'node:worker_threads';
import * as z from 'zod/mini';
import type { Place } from '#infra/local/engine';
import { type Account, accountSchema } from './accounts.ts';
import { type Ask, replySchema } from './protocol.ts';
import { issuerAt } from './provider.ts';

export type Identity = {
  /** One string for browser and gateway. */
  readonly issuer: string;
  readonly accounts: {
    /** Adding an account again renews its name and hint. */
    readonly add: (account: Account) => Promise<void>;
    readonly list: () => Promise<Account[]>;
  };
  /** An access token as the code flow gives one; rejects for an account that is not known. */
  readonly tokenFor: (account: string) => Promise<string>;
  readonly close: () => Promise<void>;
};

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };

/** Sends what is asked to the thread, matches its answers, and fails everything that waits should the thread die. */
function converse(worker: Worker) {
  const waiting = new Map<number, Waiting>();
  const started = Promise.withResolvers<void>();
  let last = 0;
  let gone: Error | undefined;
  const fail = (error: Error) => {
    gone = error;
    started.reject(error);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const settle = (id: number, use: (entry: Waiting) => void) => {
    const entry = waiting.get(id);
    waiting.delete(id);
    if (entry !== undefined) use(entry);
  };
  worker.on('message', (message: unknown) => {
    const reply = replySchema.parse(message);
    if (reply.kind === 'ready') started.resolve();
    else if (reply.kind === 'failed') started.reject(new Error(reply.message));
    else if (reply.kind === 'answer') settle(reply.id, ({ resolve }) => resolve(reply.value));
    else settle(reply.id, ({ reject }) => reject(new Error(reply.message)));
  });
  worker.on('error', (cause) => {
    const error = new Error('The local sign-in stopped.', { cause });
    // Nobody may be waiting for an answer just now: a sign-in that is gone must not be gone silently.
    console.error(error);
    fail(error);
  });
  worker.on('exit', () => fail(new Error('The local sign-in is closed.')));
  const ask = (request: Ask) =>
    new Promise<unknown>((resolve, reject) => {
      if (gone !== undefined) return reject(gone);
      last += 1;
      waiting.set(last, { resolve, reject });
      worker.postMessage({ id: last, ask: request });
    });
  return { ready: started.promise, ask };
}

/**
 * The OpenID Connect issuer of the local run, in a thread whose `Date` follows the shifted clock.
 *
 * @param settings.port of 127.0.0.1; keep it over restarts, for it is part of the issuer that tokens name
 * @param settings.origin of the web, such as `http://127.0.0.1:8080`: codes go to `<origin>/sign-in/callback` only
 * @param settings.audience of the access tokens
 */
export async function openIdentity(settings: {
  readonly place: Place;
  readonly port: number;
  readonly origin: string;
  readonly audience: string;
}): Promise<Identity> {
  const { place, port, origin, audience } = settings;
  const offset = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  const cell = new BigInt64Array(offset);
  const shift = (offsetMs: number) => Atomics.store(cell, 0, BigInt(Math.round(offsetMs)));
  shift(place.clock.offsetMs());
  place.clock.onMove(shift);

  const worker = new Worker(new URL('./issuer-thread.ts', import.meta.url), {
    workerData: { stateDir: place.stateDir, port, origin, audience, offset },
  });
  const { ready, ask } = converse(worker);
  try {
    await ready;
  } catch (cause) {
    await worker.terminate();
    throw new Error(`The local sign-in could not start on ${issuerAt(port)}.`, { cause });
  }
  return {
    issuer: issuerAt(port),
    accounts: {
      add: async (account) => {
        await ask({ kind: 'add', account: accountSchema.parse(account) });
      },
      list: async () => z.array(accountSchema).parse(await ask({ kind: 'list' })),
    },
    tokenFor: async (account) => z.string().parse(await ask({ kind: 'token', account })),
    close: async () => {
      await ask({ kind: 'close' });
      await worker.terminate();
    },
  };
}
