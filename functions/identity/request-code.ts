import { randomInt } from 'node:crypto';
import { put } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { newId } from '#functions/adapters/new-id';
import type { Queue } from '#functions/adapters/queue';
import type { Reader } from '#functions/adapters/reader';
import { linkCodes } from '#functions/adapters/rows';
import type { Vault } from '#functions/adapters/vault';
import type { Action } from '#functions/runtime/action';
import type { identityRoutes } from '#shared/contracts/routes/identity';
import { type Instant, later, msOf } from '#shared/kernel/instant';
import { fail } from '#shared/kernel/result';

const validMs = 30 * 60_000;
const pauseMs = 60_000;
const hourMs = 3_600_000;
/** So that nobody can use the platform to fill other people's mailboxes. */
const mostInAnHour = 5;
const tries = 5;

/** What the table keeps of a code: enough to check it. Eight digits are soon guessed, so the hash has a key. */
export const codeHashOf = ({ lookup }: Pick<Vault, 'lookup'>, addressHash: string, code: string) =>
  lookup('code', `${addressHash}|${code}`);

type Deps = Pick<Reader, 'get'> & Committer & Queue & Pick<Vault, 'lookup'>;
type Before = { readonly hourFrom: Instant; readonly sentInHour: number };

/** The hour that is counted begins with its first code. */
const countOf = (before: Before | undefined, now: Instant): Before =>
  before && later(before.hourFrom, hourMs) > now
    ? { hourFrom: before.hourFrom, sentInHour: before.sentInHour + 1 }
    : { hourFrom: now, sentInHour: 1 };

/**
 * Answers the same whoever asks for whichever address, so that nobody learns who was invited. The code waits with the
 * sign-in that asked for it: nobody can spoil it by asking for the same address.
 */
export const requestCode: Action<typeof identityRoutes.requestCode, Deps> = async (request, deps) => {
  const { body, authority, once, now } = request;
  const { actor, subject } = authority;
  if (actor.version > 0) return fail({ code: 'person.already-linked' });
  const [addressHash, before] = await Promise.all([
    deps.lookup('address', body.address),
    deps.get(linkCodes, { subject }),
  ]);
  if (before?.addressHash === addressHash && msOf(before.sentAt) + pauseMs > msOf(now))
    return fail({ code: 'person.code-too-soon' });
  const count = countOf(before, now);
  if (count.sentInHour > mostInAnHour) return fail({ code: 'person.code-too-many' });

  const code = randomInt(0, 100_000_000).toString().padStart(8, '0');
  const expiresAt = later(now, validMs);
  const attempt = (before?.attempt ?? 0) + 1;
  const row = {
    ...{ addressHash, codeHash: await codeHashOf(deps, addressHash, code) },
    ...{ left: tries, sentAt: now, expiresAt, expiresOn: Math.floor(msOf(expiresAt) / 1000) + 86_400 },
    ...{ ...count, attempt, used: false },
  };
  const seen = 'attribute_not_exists(pk) OR attempt = :before';
  const committed = await deps.commit({
    changes: [[put(linkCodes.item({ subject }, row), 'person.code-too-soon', seen, { ':before': attempt - 1 })]],
    once,
    reply: { expiresAt },
  });
  // A name of its own for each sending: the row is swept and counts anew, the record of what was mailed is not.
  if (committed.ok) await deps.enqueueCode({ address: body.address, code, identity: newId('code', now), expiresAt });
  return committed;
};
