import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { openStore } from '../store.ts';
import { type Files, openFiles } from './files.ts';

/** What a writer says about an object; the shelf adds the rest. Header and checksum names are in lower case. */
export type Draft = {
  readonly bucket: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksums: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
};

/** One version of an object, or a delete marker (which has no file). Instants are epoch milliseconds. */
export type Version = Draft & {
  readonly sequence: number;
  readonly versionId: string;
  readonly deleteMarker: boolean;
  readonly size: number;
  /** MD5 in hex, without the quotes of the header. */
  readonly etag: string;
  readonly modifiedAt: number;
  /** When a later version took its place; null while it is the current one. */
  readonly noncurrentAt: number | null;
  readonly file: string | null;
};

/** An event that has to reach the bus although the process may die before it does. */
export type Announcement = (version: Version) => unknown;

const texts = z.record(z.string(), z.string());
const row = z.object({
  sequence: z.number(),
  bucket: z.string(),
  key: z.string(),
  versionId: z.string(),
  deleteMarker: z.pipe(
    z.number(),
    z.transform((value) => value === 1),
  ),
  size: z.number(),
  etag: z.string(),
  modifiedAt: z.number(),
  noncurrentAt: z.nullable(z.number()),
  file: z.nullable(z.string()),
  about: z.pipe(
    z.string(),
    z.transform((text) => JSON.parse(text)),
  ),
});
const aboutSchema = z.object({ headers: texts, metadata: texts, checksums: texts });

function toVersion(found: unknown): Version {
  const { about, ...facts } = row.parse(found);
  const tags = z.object({ tags: z.string() }).parse(found).tags;
  return { ...facts, ...aboutSchema.parse(about), tags: texts.parse(JSON.parse(tags)) };
}

const schema = `
  CREATE TABLE IF NOT EXISTS versions (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT NOT NULL, key TEXT NOT NULL, versionId TEXT NOT NULL,
    deleteMarker INTEGER NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, modifiedAt INTEGER NOT NULL, noncurrentAt INTEGER,
    file TEXT, about TEXT NOT NULL, tags TEXT NOT NULL);
  CREATE UNIQUE INDEX IF NOT EXISTS current ON versions (bucket, key) WHERE noncurrentAt IS NULL;
  CREATE INDEX IF NOT EXISTS of_key ON versions (bucket, key, sequence);
  CREATE TABLE IF NOT EXISTS announcements (id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL);`;

const announced = z.object({ id: z.number(), event: z.string() });

type Facts = Pick<Version, 'versionId' | 'deleteMarker' | 'size' | 'etag' | 'modifiedAt' | 'file'>;

/** How an object is put: `only` refuses, by throwing, in the same transaction that writes. */
export type Putting = {
  readonly versioned: boolean;
  readonly now: number;
  readonly announcement?: Announcement | undefined;
  readonly only?: ((former: Version | undefined) => void) | undefined;
};

const newVersionId = (versioned: boolean) => (versioned ? randomBytes(24).toString('base64url') : 'null');
const blank = { headers: {}, metadata: {}, checksums: {}, tags: {} } as const;

/** Objects as files with an index. A version is in the index only after its bytes are on disk under their final name. */
export class Shelf {
  readonly #store: ReturnType<typeof openStore>;
  readonly #files: Files;

  constructor(stateDir: string) {
    this.#files = openFiles(join(stateDir, 's3'));
    this.#store = openStore(stateDir, 's3');
    this.#store.exec(schema);
    const known = this.#store.prepare('SELECT file FROM versions WHERE file IS NOT NULL').all();
    this.#files.sweep(new Set(known.map((found) => String(found['file']))));
  }

  current(bucket: string, key: string): Version | undefined {
    return this.#many('bucket = ? AND key = ? AND noncurrentAt IS NULL', bucket, key)[0];
  }

  version(bucket: string, key: string, id: string): Version | undefined {
    return this.#many('bucket = ? AND key = ? AND versionId = ?', bucket, key, id)[0];
  }

  /** Current objects in the order of their keys' bytes, after `after`. */
  list(bucket: string, prefix: string, after: string, limit: number): readonly Version[] {
    const where =
      'bucket = ? AND noncurrentAt IS NULL AND deleteMarker = 0 AND key > ? AND key >= ? AND substr(key, 1, length(?)) = ? ORDER BY key LIMIT ?';
    return this.#many(where, bucket, after, prefix, prefix, prefix, limit);
  }

  /** Current objects, or replaced versions, under a prefix: the lifecycle's work list. */
  aged(bucket: string, prefix: string, which: 'current' | 'noncurrent'): readonly Version[] {
    const state = which === 'current' ? 'noncurrentAt IS NULL AND deleteMarker = 0' : 'noncurrentAt IS NOT NULL';
    return this.#many(
      `bucket = ? AND substr(key, 1, length(?)) = ? AND ${state} ORDER BY sequence`,
      bucket,
      prefix,
      prefix,
    );
  }

  put(draft: Draft, bytes: Buffer, { versioned, now, announcement, only }: Putting): Version {
    only?.(this.current(draft.bucket, draft.key));
    const file = this.#files.add(bytes);
    const etag = createHash('md5').update(bytes).digest('hex');
    const { version, replaced } = this.#atomically(() => {
      const former = this.#retire(draft.bucket, draft.key, versioned, now);
      const facts = {
        versionId: newVersionId(versioned),
        deleteMarker: false,
        size: bytes.length,
        etag,
        modifiedAt: now,
        file,
      };
      return { version: this.#insert(draft, facts, announcement), replaced: former };
    });
    if (replaced !== undefined) this.#drop(replaced);
    return version;
  }

  /** Puts a delete marker on top (with versioning). */
  mark(bucket: string, key: string, now: number, announcement?: Announcement): Version {
    const facts = { versionId: newVersionId(true), deleteMarker: true, size: 0, etag: '', modifiedAt: now, file: null };
    return this.#atomically(() => {
      this.#retire(bucket, key, true, now);
      return this.#insert({ bucket, key, ...blank }, facts, announcement);
    });
  }

  /** Removes one version for good; the latest of those left becomes the current one again. */
  erase(version: Version, announcement?: Announcement): void {
    this.#atomically(() => {
      this.#remove(version);
      this.#store
        .prepare(
          'UPDATE versions SET noncurrentAt = NULL WHERE sequence = (SELECT max(sequence) FROM versions WHERE bucket = ? AND key = ?)',
        )
        .run(version.bucket, version.key);
      this.#note(version, announcement);
    });
    this.#drop(version);
  }

  tag(version: Version, tags: Readonly<Record<string, string>>, announcement?: Announcement): void {
    this.#atomically(() => {
      this.#store
        .prepare('UPDATE versions SET tags = ? WHERE sequence = ?')
        .run(JSON.stringify(tags), version.sequence);
      this.#note(version, announcement);
    });
  }

  /** The bytes from `start` up to and without `end`. */
  read({ file, size }: Version, start = 0, end = size): Buffer {
    return file === null ? Buffer.alloc(0) : this.#files.read(file, start, end);
  }

  /** Hands out what was announced and not yet settled, oldest first. */
  settle(deliver: (event: unknown) => void): void {
    for (const found of this.#store.prepare('SELECT id, event FROM announcements ORDER BY id').all()) {
      const { id, event } = announced.parse(found);
      deliver(JSON.parse(event));
      this.#store.prepare('DELETE FROM announcements WHERE id = ?').run(id);
    }
  }

  close(): void {
    this.#store.close();
  }

  #many(where: string, ...values: (string | number)[]): Version[] {
    return this.#store
      .prepare(`SELECT * FROM versions WHERE ${where}`)
      .all(...values)
      .map(toVersion);
  }

  #atomically<Value>(work: () => Value): Value {
    this.#store.exec('BEGIN IMMEDIATE');
    try {
      const value = work();
      this.#store.exec('COMMIT');
      return value;
    } catch (error) {
      this.#store.exec('ROLLBACK');
      throw error;
    }
  }

  /** Makes way for a new current version; returns what it replaces for good (without versioning). */
  #retire(bucket: string, key: string, versioned: boolean, now: number): Version | undefined {
    const former = this.current(bucket, key);
    if (former === undefined) return undefined;
    if (!versioned) {
      this.#remove(former);
      return former;
    }
    this.#store.prepare('UPDATE versions SET noncurrentAt = ? WHERE sequence = ?').run(now, former.sequence);
    return undefined;
  }

  #insert(draft: Draft, facts: Facts, announcement: Announcement | undefined): Version {
    const { headers, metadata, checksums } = draft;
    const about = JSON.stringify({ headers, metadata, checksums });
    const { lastInsertRowid } = this.#store
      .prepare(
        'INSERT INTO versions (bucket, key, versionId, deleteMarker, size, etag, modifiedAt, file, about, tags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        draft.bucket,
        draft.key,
        facts.versionId,
        facts.deleteMarker ? 1 : 0,
        facts.size,
        facts.etag,
        facts.modifiedAt,
        facts.file,
        about,
        JSON.stringify(draft.tags),
      );
    const version = { ...draft, ...facts, sequence: Number(lastInsertRowid), noncurrentAt: null };
    this.#note(version, announcement);
    return version;
  }

  #note(version: Version, announcement: Announcement | undefined): void {
    if (announcement === undefined) return;
    this.#store.prepare('INSERT INTO announcements (event) VALUES (?)').run(JSON.stringify(announcement(version)));
  }

  #remove(version: Version): void {
    this.#store.prepare('DELETE FROM versions WHERE sequence = ?').run(version.sequence);
  }

  #drop({ file }: Version): void {
    if (file !== null) this.#files.remove(file);
  }
}
