import { setTimeout as pause } from 'node:timers/promises';
import { identityRoutes } from '#shared/contracts/routes/identity';
import { peopleRoutes } from '#shared/contracts/routes/people';
import { type Api, apiOf } from './api.ts';
import { addressOf, administrator, invited, type Staff } from './people.ts';
import { together } from './together.ts';
import type { World } from './world.ts';

export type Cast = ReturnType<typeof castOf>;

/** Everybody who plays in a round, each with a connection of their own. */
export function castOf(world: World) {
  const known = new Map<string, Api>();
  const as = (account: string) => {
    const api = known.get(account) ?? apiOf(world, account);
    known.set(account, api);
    return api;
  };
  return { world, as };
}

/** Signs in for the first time and proves the address by the code that was mailed there. */
export async function joinAs({ world, as }: Cast, account: string, name: string, hint: string) {
  await world.signUp(account, name, hint);
  const address = addressOf(account);
  const ask = () => as(account).call(identityRoutes.requestCode, { body: { address } });
  await ask();
  let code = await codeFor(world, address);
  if (code === undefined) {
    // A mail that did not come is asked for again, which is allowed after a minute.
    await world.clock.move(61_000);
    await ask();
    code = await codeFor(world, address);
  }
  if (code === undefined) throw new Error(`No code came to ${address}`);
  return as(account).call(identityRoutes.link, { body: { address, code, name } });
}

/** The newest code in the mailbox of that address. Mail takes its way over a queue, so it may come a moment later. */
async function codeFor(world: World, address: string) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    await world.clock.quiet();
    const [code] = world.mailsTo(address).flatMap(({ text }) => /\b\d{8}\b/.exec(text) ?? []);
    if (code) return code;
    await pause(20);
  }
  return undefined;
}

/** The first administrator signs in, invites the staff, and each of them signs in. */
export async function assemble(cast: Cast) {
  await joinAs(cast, administrator.account, administrator.name, administrator.hint);
  await together(invited, (person) => inviteAndJoin(cast, person));
}

async function inviteAndJoin(cast: Cast, { account, name, hint, roles }: Staff) {
  const body = { name, address: addressOf(account), roles: [...roles] };
  await cast.as(administrator.account).call(peopleRoutes.invite, { body });
  await joinAs(cast, account, name, hint);
}
