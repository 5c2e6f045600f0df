import * as z from 'zod/mini';
import type { Executions } from '#functions/adapters/executions';
import type { Lister } from '#functions/adapters/lister';
import { putRow } from '#functions/adapters/put-row';
import type { Reader } from '#functions/adapters/reader';
import { gates } from '#functions/adapters/rows';
import type { Table } from '#functions/adapters/table';
import type { Vault } from '#functions/adapters/vault';
import { reviewsOf } from '#shared/domain/application';
import { reviewsComplete } from '#shared/domain/decision';
import { ApplicationId, AwardId } from '#shared/kernel/ids';
import { applications, awards, instalments, reviews } from '#shared/table/aggregates';

/** A people's decision that an execution waits for. */
export const Gate = z.enum(['reviews', 'decision', 'signatures', 'payment']);
export type Gate = z.output<typeof Gate>;

export type GateDeps = Reader & Lister & Pick<Vault, 'sealFor' | 'unsealFor'> & Executions & { readonly store: Table };

const Stream = z.pipe(
  z.string(),
  z.transform((stream: string) => stream.split('#')),
);
const partsOf = (stream: string) => {
  const [, first = '', second = ''] = z.parse(Stream, stream);
  return { first, second };
};

/** Is the fact in the table that this gate waits for? The table is the truth, whatever was or was not delivered. */
export async function isOpen(stream: string, gate: Gate, { get, getMany }: Pick<GateDeps, 'get' | 'getMany'>) {
  const { first, second } = partsOf(stream);
  if (gate === 'payment') {
    const found = await get(instalments, { awardId: AwardId.parse(first), number: Number(second) });
    return found?.state.phase === 'confirmed' || found?.state.phase === 'withheld';
  }
  if (gate === 'signatures') {
    const found = await get(awards, { awardId: AwardId.parse(first) });
    return found !== undefined && !['awaitingSignatures', 'granteeSigned'].includes(found.state.phase);
  }
  const applicationId = ApplicationId.parse(first);
  const found = await get(applications, { applicationId });
  if (!found) return false;
  if (gate === 'decision') return !['reviewed', 'proposed'].includes(found.state.phase);
  if (found.state.phase === 'admitted') return false;
  if (found.state.phase !== 'inReview') return true;
  // By key: an index that does not know one of them yet would close the review too early.
  const fresh = await getMany(reviews, reviewsOf(found.state));
  return reviewsComplete(fresh.map(({ state }) => state));
}

type Wait = { readonly stream: string; readonly gate: Gate; readonly attempt: number; readonly token: string };

/**
 * Writes the token down and *then* reads the fact; whoever hears of the fact reads the gate. So whichever comes first,
 * one of the two sees both, and no order of events loses a wake-up.
 */
export async function openGate({ stream, gate, attempt, token }: Wait, deps: GateDeps) {
  const id = { stream, gate, attempt };
  const sealed = await deps.sealFor(gates, id, 'token', token);
  await putRow(deps.store, gates.item(id, { gate, attempt, token: sealed, opened: false }));
  if (await isOpen(stream, gate, deps)) await wakeGate(stream, { gate, attempt, token: sealed, opened: false }, deps);
}

type Row = { readonly gate: string; readonly attempt: number; readonly token: string; readonly opened: boolean };

async function wakeGate(stream: string, { gate, attempt, token }: Row, deps: GateDeps) {
  const id = { stream, gate, attempt };
  await deps.wake(await deps.unsealFor(gates, id, 'token', token), { open: true });
  await putRow(deps.store, gates.item(id, { gate, attempt, token, opened: true }));
}

/** Wakes every execution that waits on this record for something that has come true. */
export async function wakeWaiting(stream: string, deps: GateDeps) {
  const waiting = (await deps.all(gates, 'gates.of-stream', { stream })).filter(({ opened }) => !opened);
  for (const row of waiting) {
    const gate = Gate.parse(row.gate);
    if (await isOpen(stream, gate, deps)) await wakeGate(stream, row, deps);
  }
}
