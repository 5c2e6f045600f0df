import * as z from 'zod/mini';
import { put } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Lister } from '#functions/adapters/lister';
import type { Queue, ReminderMessage } from '#functions/adapters/queue';
import type { Reader } from '#functions/adapters/reader';
import { watermarks } from '#functions/adapters/rows';
import { byStream, kindOf } from '#functions/adapters/streams';
import {
  dueDaysIn,
  isRemindable,
  type Remindable,
  type RemindableKind,
  remindersDue,
} from '#shared/contracts/reminders';
import type { CallId } from '#shared/kernel/ids';
import { dayMs, type Instant, later } from '#shared/kernel/instant';
import {
  applications,
  awards,
  calls,
  evaluations,
  instalments,
  reviews,
  type Source,
  type Stored,
} from '#shared/table/aggregates';
import { giveUpOn } from './give-up.ts';

type Deps = Pick<Reader, 'get'> &
  Pick<Lister, 'all'> &
  Committer &
  Pick<Queue, 'enqueueReminders'> & { readonly now: () => Instant };

/** A part of what was missed, from the last mark on, and the end of all of it. */
type Window = { readonly from: Instant; readonly until: Instant; readonly end: Instant };

const mark = { kind: 'reminders' };
const IndexRow = z.object({ pk: z.string() });
/** Of whatever is due only its key is read, which no version changes. */
const dueRows = { read: (item: unknown) => z.parse(IndexRow, item) };
/** More than can be due on one day; above it a run would not end in time, and says so. */
const most = 10_000;

const rows: { readonly [K in RemindableKind]: Source<string, Stored<Remindable[K]>> } = {
  call: byStream(calls),
  review: byStream(reviews),
  award: byStream(awards),
  evaluation: byStream(evaluations),
  instalment: byStream(instalments),
};

/** Of a long outage so much at a time: all the days that a reminder can lie before or after its date are looked at for each part. */
const partMs = 7 * dayMs;

/**
 * Queues what fell due since the last run, part by part, and moves the mark after each. A run that dies is taken up by the
 * next at the part it came to, so that a long outage is made up for in as many runs as it takes; the identity of each mail
 * keeps the second time from being a second mail.
 */
export async function remind(deps: Deps) {
  const end = deps.now();
  let before = (await deps.get(watermarks, mark))?.until;
  for (let from = before ?? later(end, -dayMs); from < end; ) {
    const [until = end] = [later(from, partMs), end].toSorted();
    await runWindow({ from, until, end }, deps);
    // Another run at the same time may have moved it: then this one has nothing left to do.
    if (!(await moveMark(before, until, deps))) return;
    from = until;
    before = until;
  }
}

async function moveMark(before: Instant | undefined, until: Instant, { commit }: Deps) {
  const write = put(watermarks.item(mark, { until }), 'record.stale');
  const seen = { condition: '#until = :before', names: { '#until': 'until' }, values: { ':before': before } };
  const changes = [[before === undefined ? write : { ...write, ...seen }]];
  return (await commit({ changes, once: undefined, reply: {} })).ok;
}

async function runWindow(window: Window, deps: Deps) {
  const streams = new Set<string>();
  for (const dueDay of dueDaysIn(window.from, window.until))
    for (const { pk } of await deps.all(dueRows, 'due.on-day', { dueDay }, most)) streams.add(pk);
  for (const stream of streams) {
    const kind = kindOf(stream);
    if (kind === 'document') await giveUpOn(stream, window.end, deps);
    if (isRemindable(kind)) await deps.enqueueReminders(await messagesOf(kind, stream, window, deps));
  }
}

/** The index may lag, so the record itself is asked. Of several reminders of one rule only the last of all goes out, in its own part. */
async function messagesOf<K extends RemindableKind>(kind: K, stream: string, { from, until, end }: Window, deps: Deps) {
  const stored = await deps.get(rows[kind], stream);
  if (!stored) return [];
  const found = remindersDue(kind, stored.state, from, end).filter(({ dueAt }) => dueAt <= until);
  if (found.length === 0 || !isOfCall(stored.state)) return found.map((one) => ({ ...one, record: stream }));
  const drafts = await draftsOf(stored.state.callId, deps);
  return drafts.flatMap((record): ReminderMessage[] => found.map((one) => ({ ...one, record })));
}

/** Of all that can fall due, a call alone concerns others: those who have begun an answer to it. */
const isOfCall = (state: Remindable[RemindableKind]): state is Remindable['call'] => 'closesAt' in state;

async function draftsOf(callId: CallId, { all }: Deps) {
  const found = await all(applications, 'applications.of-call', { callId }, most);
  return found.flatMap(({ state }) => (state.phase === 'draft' ? [applications.key(state).pk] : []));
}
