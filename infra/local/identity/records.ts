import { generateKeyPairSync, randomBytes } from 'node:crypto';
// biome-ignore lint/correctness/noUnresolvedImports: Biome's list of Node modules ends before node:sqlite.
import type { DatabaseSync } from 'node:sqlite';
// biome-ignore lint/correctness/noUnresolvedImports: Biome does not read the entry point of this package.
import type { Adapter } from 'oidc-provider';
import * as z from 'zod/mini';

const rowSchema = z.object({ payload: z.string() });
const payloadSchema = z.record(z.string(), z.unknown());
const keySchema = z.record(z.string(), z.unknown());

const nowS = () => Math.floor(Date.now() / 1000);
const text = (value: unknown) => (typeof value === 'string' ? value : null);

/** The provider's sessions, grants, codes and tokens in SQLite; what has expired by the shifted clock is as good as gone. */
export function openRecords(db: DatabaseSync): (model: string) => Adapter {
  db.exec(`
    CREATE TABLE IF NOT EXISTS records (
      model TEXT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL, uid TEXT, grant_id TEXT, expires_at INTEGER,
      PRIMARY KEY (model, id)
    ) STRICT;
    CREATE INDEX IF NOT EXISTS records_by_uid ON records (uid);
    CREATE INDEX IF NOT EXISTS records_by_grant ON records (grant_id);
    CREATE INDEX IF NOT EXISTS records_by_expiry ON records (expires_at);
  `);
  const upsert = db.prepare(
    'INSERT OR REPLACE INTO records (model, id, payload, uid, grant_id, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const purge = db.prepare('DELETE FROM records WHERE expires_at <= ?');
  const live = 'model = ? AND (expires_at IS NULL OR expires_at > ?)';
  const byId = db.prepare(`SELECT payload FROM records WHERE ${live} AND id = ?`);
  const byUid = db.prepare(`SELECT payload FROM records WHERE ${live} AND uid = ?`);
  const consume = db.prepare(
    `UPDATE records SET payload = json_set(payload, '$.consumed', ?) WHERE model = ? AND id = ?`,
  );
  const destroy = db.prepare('DELETE FROM records WHERE model = ? AND id = ?');
  const revoke = db.prepare('DELETE FROM records WHERE model = ? AND grant_id = ?');
  const payloadOf = (row: unknown) =>
    row === undefined ? undefined : payloadSchema.parse(JSON.parse(rowSchema.parse(row).payload));

  return (model) => ({
    upsert: async (id, payload, expiresIn) => {
      purge.run(nowS());
      const expiresAt = expiresIn === undefined ? null : nowS() + expiresIn;
      upsert.run(model, id, JSON.stringify(payload), text(payload['uid']), text(payload['grantId']), expiresAt);
    },
    find: async (id) => payloadOf(byId.get(model, nowS(), id)),
    findByUid: async (uid) => payloadOf(byUid.get(model, nowS(), uid)),
    findByUserCode: async () => {
      throw new Error('The device flow is not supported by the local issuer.');
    },
    consume: async (id) => {
      consume.run(nowS(), model, id);
    },
    destroy: async (id) => {
      destroy.run(model, id);
    },
    revokeByGrantId: async (grantId) => {
      revoke.run(model, grantId);
    },
  });
}

/** The signing key and the cookie key: made at the first start, the same at every later one. */
export function openKeys(db: DatabaseSync): {
  readonly signingKey: Readonly<Record<string, unknown>>;
  readonly cookieKey: string;
} {
  db.exec('CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, payload TEXT NOT NULL) STRICT');
  const read = db.prepare('SELECT payload FROM secrets WHERE name = ?');
  const write = db.prepare('INSERT INTO secrets (name, payload) VALUES (?, ?)');
  const keep = (name: string, make: () => unknown): unknown => {
    const row = read.get(name);
    if (row !== undefined) return JSON.parse(rowSchema.parse(row).payload);
    const made = make();
    write.run(name, JSON.stringify(made));
    return made;
  };
  const makeSigningKey = () => ({
    ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
    use: 'sig',
    alg: 'RS256',
  });
  return {
    signingKey: keySchema.parse(keep('signing-key', makeSigningKey)),
    cookieKey: z.string().parse(keep('cookie-key', () => randomBytes(32).toString('base64url'))),
  };
}
