import { createHash, randomInt } from 'node:crypto';
import { put } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Queue } from '#functions/adapters/queue';
import type { Reader } from '#functions/adapters/reader';
import { linkCodes } from '#functions/adapters/rows';
import type { Vault } from '#functions/adapters/vault';
import type { Action } from '#functions/runtime/action';
import type { identityRoutes } from '#shared/contracts/routes/identity';
import { later, msOf } from '#shared/kernel/instant';
import { fail } from '#shared/kernel/result';

const validMs = 30 * 60_000;
const pauseMs = 60_000;
const tries = 5;

/** What the table keeps of a code: enough to check it, not enough to use it. */
export const codeHash = (addressHash: string, code: string) =>
  createHash('sha256').update(`${addressHash}|${code}`).digest('hex');

type Deps = Pick<Reader, 'get'> & Committer & Queue & Pick<Vault, 'lookup'>;

/** Answers the same whoever asks for whichever address, so that nobody learns who was invited. */
export const requestCode: Action<typeof identityRoutes.requestCode, Deps> = async (request, deps) => {
  const { body, authority, once, now } = request;
  if (authority.actor.version > 0) return fail({ code: 'person.already-linked' });
  const addressHash = await deps.lookup('address', body.address);
  const before = await deps.get(linkCodes, { addressHash });
  if (before && msOf(before.sentAt) + pauseMs > msOf(now)) return fail({ code: 'person.code-too-soon' });

  const code = randomInt(0, 100_000_000).toString().padStart(8, '0');
  const attempt = (before?.attempt ?? 0) + 1;
  const expiresAt = later(now, validMs);
  const row = {
    codeHash: codeHash(addressHash, code),
    subject: authority.subject,
    ...{ left: tries, sentAt: now, expiresAt, expiresOn: Math.floor(msOf(expiresAt) / 1000) + 86_400 },
    ...{ attempt, used: false },
  };
  const seen = 'attribute_not_exists(pk) OR attempt = :before';
  const committed = await deps.commit({
    changes: [[put(linkCodes.item({ addressHash }, row), 'person.code-too-soon', seen, { ':before': attempt - 1 })]],
    once,
    reply: { expiresAt },
  });
  if (committed.ok)
    await deps.enqueueCode({ address: body.address, code, identity: `${addressHash}-${attempt}`, expiresAt });
  return committed;
};
