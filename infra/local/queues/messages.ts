import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { atomically, type Store } from './atomically.ts';
import type { Queue } from './template.ts';

export type Message = z.output<typeof Message>;
const Message = z.object({
  id: z.int(),
  queue: z.string(),
  messageId: z.string(),
  body: z.string(),
  /** JSON of the message attributes, in the shape of the API. */
  attributes: z.string(),
  sender: z.string(),
  sentAt: z.int(),
  visibleAt: z.int(),
  receives: z.int(),
  firstReceivedAt: z.nullable(z.int()),
  receipt: z.nullable(z.string()),
  /** The ARN of the queue that the message died in, for one in a dead-letter queue. */
  diedIn: z.nullable(z.string()),
});

export type Counts = { readonly visible: number; readonly inFlight: number; readonly delayed: number };
export type Messages = ReturnType<typeof openMessages>;

const schema = `
  CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, messageId TEXT NOT NULL, body TEXT NOT NULL,
    attributes TEXT NOT NULL, sender TEXT NOT NULL, sentAt INTEGER NOT NULL, visibleAt INTEGER NOT NULL,
    receives INTEGER NOT NULL DEFAULT 0, firstReceivedAt INTEGER, receipt TEXT, diedIn TEXT,
    consumed INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS messagesByQueue ON messages (queue, visibleAt);`;

const Instant = z.object({ at: z.nullable(z.int()) });
const Waiting = z.object({ at: z.nullable(z.int()), count: z.int() });
const Counted = z.object({ visible: z.int(), inFlight: z.int(), delayed: z.int() });

function statementsOf(store: Store) {
  store.exec(schema);
  return {
    insert: store.prepare(
      'INSERT INTO messages (queue, messageId, body, attributes, sender, sentAt, visibleAt) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    visible: store.prepare('SELECT * FROM messages WHERE queue = ? AND visibleAt <= ? ORDER BY visibleAt, id LIMIT ?'),
    receive: store.prepare(
      `UPDATE messages SET receives = receives + 1, visibleAt = ?, receipt = ?, consumed = ?,
         firstReceivedAt = coalesce(firstReceivedAt, ?) WHERE id = ? RETURNING *`,
    ),
    bury: store.prepare(
      `UPDATE messages SET queue = ?, diedIn = ?, visibleAt = ?, receives = 0, firstReceivedAt = NULL, receipt = NULL,
         consumed = 0 WHERE queue = ? AND visibleAt <= ? AND receives >= ?`,
    ),
    expire: store.prepare('DELETE FROM messages WHERE queue = ? AND sentAt <= ?'),
    remove: store.prepare('DELETE FROM messages WHERE queue = ? AND receipt = ?'),
    hide: store.prepare(
      'UPDATE messages SET visibleAt = ? WHERE queue = ? AND receipt = ? AND visibleAt > ? RETURNING id',
    ),
    next: store.prepare('SELECT MIN(visibleAt) AS at FROM messages WHERE queue = ? AND visibleAt > ?'),
    oldest: store.prepare(
      'SELECT MIN(visibleAt) AS at, COUNT(*) AS count FROM messages WHERE queue = ? AND visibleAt <= ?',
    ),
    counts: store.prepare(
      `SELECT COUNT(*) FILTER (WHERE visibleAt <= :now) AS visible,
         COUNT(*) FILTER (WHERE visibleAt > :now AND receipt IS NOT NULL) AS inFlight,
         COUNT(*) FILTER (WHERE visibleAt > :now AND receipt IS NULL) AS delayed
       FROM messages WHERE queue = :queue`,
    ),
    letGo: store.prepare('UPDATE messages SET consumed = 0 WHERE queue = ? AND receipt = ?'),
    recover: store.prepare(
      `UPDATE messages SET visibleAt = ?, receives = receives - 1, receipt = NULL, consumed = 0
       WHERE queue = ? AND consumed = 1`,
    ),
    all: store.prepare('SELECT * FROM messages WHERE queue = ? ORDER BY id'),
    drop: store.prepare('DELETE FROM messages WHERE id = ?'),
    purge: store.prepare('DELETE FROM messages WHERE queue = ?'),
  };
}

/** The messages of all queues in one store. `arrived` is told the name of a queue whenever something changes in it. */
export function openMessages(store: Store, now: () => number, arrived: (queueName: string) => void) {
  const statements = statementsOf(store);
  const expire = (queue: Queue) => void statements.expire.run(queue.name, now() - queue.retentionMs);

  const put = (queue: Queue, body: string, attributes: string, sender: string, delayMs = queue.delayMs): string => {
    const messageId = randomUUID();
    statements.insert.run(queue.name, messageId, body, attributes, sender, now(), now() + delayMs);
    return messageId;
  };

  /** What was received too often goes to the dead-letter queue instead of being received once more; it keeps its age. */
  const bury = ({ name, arn, redrive }: Queue): number => {
    if (!redrive) return 0;
    const { deadLetterName, maxReceiveCount } = redrive;
    return Number(statements.bury.run(deadLetterName, arn, now(), name, now(), maxReceiveCount).changes);
  };

  /** Receives up to `max` messages. `isConsumed` marks those that an event source mapping holds. */
  const take = (queue: Queue, max: number, visibilityMs = queue.visibilityMs, isConsumed = false) => {
    const { received, buried } = atomically(store, () => {
      expire(queue);
      const buried = bury(queue);
      const rows = statements.visible.all(queue.name, now(), max).map((row) => z.parse(Message, row));
      const received = rows.map(({ id }) => {
        const receipt = `${id}.${randomUUID()}`;
        return z.parse(Message, statements.receive.get(now() + visibilityMs, receipt, isConsumed ? 1 : 0, now(), id));
      });
      return { received, buried };
    });
    if (buried > 0 && queue.redrive) arrived(queue.redrive.deadLetterName);
    return received;
  };

  return {
    ...finishing(store, statements, now, arrived),
    take,

    /** Durable when it returns; answers the message id. */
    send: (queue: Queue, body: string, attributes = '{}', sender = '', delayMs?: number): string => {
      const messageId = put(queue, body, attributes, sender, delayMs);
      arrived(queue.name);
      return messageId;
    },

    waiting: (queue: Queue) => z.parse(Waiting, statements.oldest.get(queue.name, now())),
    nextVisibleAt: (queue: Queue) => z.parse(Instant, statements.next.get(queue.name, now())).at ?? undefined,
    counts: (queue: Queue): Counts => {
      expire(queue);
      return z.parse(Counted, statements.counts.get({ now: now(), queue: queue.name }));
    },

    /** Moves all messages of a dead-letter queue to the queue that `targetOf` names; there they are new ones. */
    moveAll: (from: Queue, targetOf: (diedIn: string | undefined) => Queue): number => {
      const targets = atomically(store, () => {
        expire(from);
        return statements.all.all(from.name).map((row) => {
          const { id, body, attributes, sender, diedIn } = z.parse(Message, row);
          const target = targetOf(diedIn ?? undefined);
          put(target, body, attributes, sender, 0);
          statements.drop.run(id);
          return target.name;
        });
      });
      for (const name of new Set(targets)) arrived(name);
      return targets.length;
    },
  };
}

/** What becomes of messages that were received. */
function finishing(
  store: Store,
  statements: ReturnType<typeof statementsOf>,
  now: () => number,
  arrived: (queueName: string) => void,
) {
  const each = (statement: typeof statements.remove, queue: Queue, receipts: readonly string[]) =>
    atomically(store, () => {
      for (const receipt of receipts) statement.run(queue.name, receipt);
    });

  return {
    remove: (queue: Queue, receipts: readonly string[]): void => {
      if (receipts.length > 0) each(statements.remove, queue, receipts);
    },

    /** Sets when a message in flight is seen again; false when it is not in flight under this receipt. */
    hide: (queue: Queue, receipt: string, forMs: number): boolean => {
      const isHidden = statements.hide.all(now() + forMs, queue.name, receipt, now()).length > 0;
      if (isHidden) arrived(queue.name);
      return isHidden;
    },

    /** A mapping is done with these; they come again when their visibility timeout is over. */
    letGo: (queue: Queue, receipts: readonly string[]): void => {
      if (receipts.length > 0) each(statements.letGo, queue, receipts);
    },

    /** After a kill no function holds anything: what the mapping held is visible at once, as if it were never received. */
    recover: (queue: Queue) => void statements.recover.run(now(), queue.name),

    purge: (queue: Queue) => void statements.purge.run(queue.name),
  };
}
