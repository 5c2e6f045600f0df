import * as z from 'zod/mini';
import type { Place } from '../engine.ts';
import { openStore } from '../store.ts';
import type { Position } from './stream-reader.ts';

/** Records after the position that are delivered together, and how often that was tried again. */
export type Segment = { readonly count: number; readonly retries: number };
export type Checkpoint = { readonly position: Position | undefined; readonly segments: readonly Segment[] };

const Segments = z.array(z.object({ count: z.number(), retries: z.number() }));
const Row = z.object({
  shardId: z.nullable(z.string()),
  sequence: z.nullable(z.string()),
  segments: z.string(),
});

export type Checkpoints = ReturnType<typeof openCheckpoints>;

/** How far each mapping has come in its stream, kept over restarts and kills. */
export function openCheckpoints({ stateDir }: Pick<Place, 'stateDir'>) {
  const store = openStore(stateDir, 'streams');
  store.exec(`
    CREATE TABLE IF NOT EXISTS checkpoint (mapping TEXT PRIMARY KEY, shardId TEXT, sequence TEXT, segments TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS expiry (item TEXT PRIMARY KEY, expires TEXT NOT NULL, markedAt INTEGER NOT NULL) STRICT;
  `);
  const read = store.prepare('SELECT shardId, sequence, segments FROM checkpoint WHERE mapping = ?');
  const write = store.prepare('INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?, ?)');
  const marked = store.prepare('SELECT expires FROM expiry WHERE item = ?');
  const mark = store.prepare('INSERT OR REPLACE INTO expiry VALUES (?, ?, ?)');
  const forget = store.prepare('DELETE FROM expiry WHERE markedAt < ?');

  return {
    read: (mapping: string): Checkpoint | undefined => {
      const row = read.get(mapping);
      if (!row) return undefined;
      const { shardId, sequence, segments } = z.parse(Row, row);
      const position = shardId === null ? undefined : { shardId, sequence: sequence ?? undefined };
      return { position, segments: z.parse(Segments, JSON.parse(segments)) };
    },
    write: (mapping: string, { position, segments }: Checkpoint) => {
      write.run(mapping, position?.shardId ?? null, position?.sequence ?? null, JSON.stringify(segments));
    },
    /** Notes that items are about to be deleted because their time is over, so that their stream records can say so. */
    mark: (items: readonly { readonly item: string; readonly expires: string }[], markedAt: number) => {
      store.exec('BEGIN');
      for (const { item, expires } of items) mark.run(item, expires, markedAt);
      store.exec('COMMIT');
    },
    expiryOf: (item: string) => {
      const row = marked.get(item);
      return row && z.parse(z.object({ expires: z.string() }), row).expires;
    },
    forgetMarks: (before: number) => void forget.run(before),
    close: () => store.close(),
  };
}
