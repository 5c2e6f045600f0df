import type { Invocation, Invoke, Place } from '../engine.ts';
import type { Checkpoint, Checkpoints } from './checkpoints.ts';
import { failedFrom, judge } from './delivery.ts';
import type { Mapping } from './event-source-mapping.ts';
import { abandonedBatch, toEvent } from './stream-event.ts';
import { isChange, type Position, type StreamRecord, streamReader } from './stream-reader.ts';
import type { TableDefinition } from './tables.ts';
import type { Wire } from './wire.ts';

export type SendToQueue = (queueArn: string, body: string) => void | Promise<void>;

type StreamOptions = {
  readonly place: Place;
  readonly wire: Wire;
  readonly tables: readonly TableDefinition[];
  readonly checkpoints: Checkpoints;
  readonly invoke: Invoke;
  readonly sendToQueue: SendToQueue;
  readonly urlSuffix: string;
};

export type Delivery = {
  /** Looks at the stream at once, because something was written. */
  readonly kick: () => void;
  /** Resolves when the batch under way has ended; no other begins. */
  readonly stop: () => Promise<void>;
};

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5 * 60_000;

type Pending = ReturnType<typeof toEvent> & { readonly position: Position };

/** Delivers the records of a stream to a function, in order, at least once, from where it stopped last time. */
export function deliver(mapping: Mapping, options: StreamOptions): Delivery {
  const { place, checkpoints, invoke, sendToQueue } = options;
  const ttlAttribute = options.tables.find(({ name }) => name === mapping.table)?.ttlAttribute;
  const timer = `stream ${mapping.id}`;
  const queue = readAhead(mapping, options, (record) => toEvent(mapping, { ...options, ttlAttribute }, record));
  let segments = checkpoints.read(mapping.id)?.segments ?? [];
  let pauses = 0;

  const save = (position: Position | undefined, next: Checkpoint['segments']) => {
    segments = next;
    checkpoints.write(mapping.id, { position: position ?? queue.position(), segments });
  };

  const giveUp = async (records: readonly Pending[], condition: string, retries: number, answer?: Invocation) => {
    const body = abandonedBatch(mapping, place, { condition, retries, records, answer });
    if (mapping.failureQueueArn !== undefined) await sendToQueue(mapping.failureQueueArn, body);
    console.error(`${mapping.id} gave up ${records.length} records: ${condition}`);
    save(queue.take(records.length), segments.slice(1));
  };

  /** Delivers one batch; false when there is nothing to deliver for now. */
  const step = async () => {
    const { count, retries } = segments[0] ?? { count: mapping.batchSize, retries: 0 };
    const records = await queue.peek(count);
    if (records.length === 0) {
      if (queue.isAhead()) save(undefined, segments);
      return false;
    }
    const ageMs = place.clock.now() - (records[0]?.createdAt ?? 0);
    if (ageMs <= (mapping.maxAgeMs ?? Number.POSITIVE_INFINITY)) return attempt(records, retries, ageMs);
    await giveUp(records.slice(0, 1), 'RecordAgeExceeded', retries);
    return true;
  };

  const attempt = async (records: readonly Pending[], retries: number, ageMs: number) => {
    const answer = await invoke(mapping.functionArn, { Records: records.map(({ event }) => event) });
    const sequences = records.map(({ position }) => position.sequence ?? '');
    const done = failedFrom(mapping, answer, sequences);
    const isAllDone = done === records.length;
    if (done > 0) save(queue.take(done), isAllDone ? segments.slice(1) : segments);
    if (!isAllDone) return fail(records.slice(done), done, retries, ageMs, answer);
    pauses = 0;
    return true;
  };

  const fail = async (left: readonly Pending[], done: number, retries: number, ageMs: number, answer: Invocation) => {
    const verdict = judge(mapping, { left: left.length, done, retries, ageMs });
    if (verdict.kind === 'give up') {
      await giveUp(left, verdict.condition, retries, answer);
      pauses = 0;
      return true;
    }
    save(undefined, [...verdict.segments, ...segments.slice(1)]);
    pause();
    return false;
  };

  const pause = () => {
    runner.hold();
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** pauses, LONGEST_PAUSE_MS);
    pauses += 1;
    place.clock.set(timer, place.clock.now() + pauseMs, runner.resume);
  };

  const runner = runOneAtATime(place, step, (error) => {
    console.error(new Error(`${mapping.id} cannot read its stream`, { cause: error }));
    pause();
  });
  return {
    kick: runner.kick,
    stop: async () => {
      place.clock.clear(timer);
      await runner.stop();
    },
  };
}

/** Runs steps until one says that there is nothing to do, inside the clock's work, never two at once. */
function runOneAtATime(place: Place, step: () => Promise<boolean>, failed: (error: unknown) => void) {
  let isHeld = false;
  let isStopped = false;
  let isKicked = false;
  let running: Promise<void> | undefined;

  const drain = async () => {
    while (!isStopped && (await step()));
  };
  const run = async () => {
    try {
      while (isKicked && !isHeld && !isStopped) {
        isKicked = false;
        await drain();
      }
    } catch (error) {
      if (!isStopped) failed(error);
    } finally {
      running = undefined;
    }
  };
  const kick = () => {
    isKicked = true;
    if (!isHeld && !isStopped) running ??= place.clock.work(run);
  };
  return {
    kick,
    hold: () => {
      isHeld = true;
    },
    resume: () => {
      isHeld = false;
      kick();
    },
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
}

/** The records that were read and not yet taken; the position stays behind the last one taken. */
function readAhead(
  mapping: Mapping,
  { wire, checkpoints }: StreamOptions,
  prepare: (record: StreamRecord) => ReturnType<typeof toEvent>,
) {
  const saved = checkpoints.read(mapping.id);
  let position = saved?.position;
  let read = position;
  let pending: Pending[] = [];
  let isNew = !saved;
  // A mapping that starts at the latest record begins behind all that is there when it is made.
  let isSkipping = !saved && !mapping.fromStart;
  const reader = streamReader(wire, mapping.table, position);

  const isWanted = (record: StreamRecord, { event }: ReturnType<typeof toEvent>) =>
    !isSkipping && isChange(record) && mapping.matches(event);

  const more = async () => {
    const records = await reader.read();
    for (const record of records) {
      const prepared = prepare(record);
      if (isWanted(record, prepared)) pending.push({ ...prepared, position: record.position });
    }
    read = records.at(-1)?.position ?? read;
    return records.length > 0;
  };

  return {
    position: () => position,
    /** Once for each time that records were read which nobody wanted, and for a mapping that is new: the checkpoint moves on. */
    isAhead: () => {
      const isAhead = isNew || position !== read;
      isNew = false;
      position = read;
      return isAhead;
    },
    peek: async (count: number) => {
      while (pending.length < count && (await more()));
      isSkipping = false;
      return pending.slice(0, count);
    },
    take: (count: number) => {
      position = pending[count - 1]?.position;
      pending = pending.slice(count);
      return position;
    },
  };
}
