// biome-ignore lint/correctness/noUnresolvedImports: Biome's list of Node modules ends before node:sqlite.
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod/mini';

/** The name that an account signs in with; it becomes the token's `sub`. */
export const accountNameSchema = z.string().check(z.regex(/^[a-z0-9-]{2,40}$/));

export const accountSchema = z.object({
  account: accountNameSchema,
  /** Shown on the sign-in page only; never in a token. */
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  /** The group it is listed under on the sign-in page, such as a role. */
  hint: z.string().check(z.maxLength(100)),
});
export type Account = z.infer<typeof accountSchema>;

export type AccountStore = {
  readonly add: (account: Account) => void;
  readonly list: () => Account[];
  readonly has: (account: string) => boolean;
};

/** The people that the local issuer knows, in the order in which they were added. */
export function openAccounts(db: DatabaseSync): AccountStore {
  db.exec(
    'CREATE TABLE IF NOT EXISTS accounts (account TEXT PRIMARY KEY, name TEXT NOT NULL, hint TEXT NOT NULL) STRICT',
  );
  // A start that seeds again finds its people there: adding twice only renews how they are shown.
  const put = db.prepare(
    'INSERT INTO accounts (account, name, hint) VALUES (?, ?, ?) ON CONFLICT (account) DO UPDATE SET name = excluded.name, hint = excluded.hint',
  );
  const all = db.prepare('SELECT account, name, hint FROM accounts ORDER BY rowid');
  const one = db.prepare('SELECT 1 FROM accounts WHERE account = ?');
  return {
    add: (account) => {
      put.run(account.account, account.name, account.hint);
    },
    list: () => z.array(accountSchema).parse(all.all()),
    has: (account) => one.get(account) !== undefined,
  };
}
