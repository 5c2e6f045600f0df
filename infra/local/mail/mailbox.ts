import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { atomically, type Store } from '#infra/local/queues/atomically';
import { openStore } from '#infra/local/store';

export type Mail = z.output<typeof Mail>;
const Addresses = z.array(z.string());
const Mail = z.object({
  id: z.string(),
  /** Epoch milliseconds of the shifted clock. */
  sentAt: z.int(),
  /** How it came: `ses` or `smtp`. */
  via: z.string(),
  from: z.string(),
  /** Everybody who gets it: bare addresses in lower case. */
  recipients: Addresses,
  to: Addresses,
  cc: Addresses,
  replyTo: Addresses,
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  headers: z.record(z.string(), z.string()),
  tags: z.record(z.string(), z.string()),
});

export type NewMail = Omit<Mail, 'id' | 'sentAt'>;
export type Search = {
  /** An address; case does not matter. */
  readonly to?: string;
  /** Epoch milliseconds. */
  readonly since?: number;
  /** A part of subject, text, sender or recipient. */
  readonly text?: string;
  readonly limit?: number;
};
export type Person = { readonly address: string; readonly count: number; readonly lastAt: number };
export type Mailbox = ReturnType<typeof createMailbox>;

/** One page shows no more; a test may ask for all. */
const MOST_MAILS = 10_000;

/** Opens the mailbox of a state folder: everything that was sent, by whichever way. */
export const openMailboxStore = (stateDir: string, now: () => number): Mailbox =>
  createMailbox(openStore(stateDir, 'mail'), now);

function createMailbox(store: Store, now: () => number) {
  store.exec(`
    CREATE TABLE IF NOT EXISTS mails (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, sentAt INTEGER NOT NULL, words TEXT NOT NULL, mail TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS recipients (
      address TEXT NOT NULL, seq INTEGER NOT NULL REFERENCES mails (seq), PRIMARY KEY (address, seq)
    ) STRICT, WITHOUT ROWID;`);
  const insert = store.prepare('INSERT INTO mails (id, sentAt, words, mail) VALUES (?, ?, ?, ?) RETURNING seq');
  const address = store.prepare('INSERT OR IGNORE INTO recipients (address, seq) VALUES (?, ?)');
  const select = store.prepare(
    `SELECT mail FROM mails WHERE (:to IS NULL OR seq IN (SELECT seq FROM recipients WHERE address = :to))
       AND sentAt >= :since AND (:text IS NULL OR instr(words, :text) > 0) ORDER BY sentAt DESC, seq DESC LIMIT :limit`,
  );
  const one = store.prepare('SELECT mail FROM mails WHERE id = ?');
  const people = store.prepare(
    `SELECT address, COUNT(*) AS count, MAX(sentAt) AS lastAt FROM recipients JOIN mails USING (seq)
       GROUP BY address ORDER BY lastAt DESC, address`,
  );
  const Row = z.object({ mail: z.string() });
  const Seq = z.object({ seq: z.int() });
  const Person = z.object({ address: z.string(), count: z.int(), lastAt: z.int() });
  const mailOf = (row: unknown) => z.parse(Mail, JSON.parse(z.parse(Row, row).mail));

  return {
    /** Durable when it returns. */
    add: (incoming: NewMail): Mail => {
      const recipients = [...new Set(incoming.recipients.map(bare))];
      const mail: Mail = { ...incoming, recipients, id: randomUUID(), sentAt: now() };
      const words = [mail.subject, mail.text, mail.from, ...recipients].join('\n').toLowerCase();
      atomically(store, () => {
        const { seq } = z.parse(Seq, insert.get(mail.id, mail.sentAt, words, JSON.stringify(mail)));
        for (const recipient of recipients) address.run(recipient, seq);
      });
      return mail;
    },
    /** Newest first. */
    list: ({ to, since = 0, text, limit = MOST_MAILS }: Search = {}): readonly Mail[] =>
      select
        .all({ to: to === undefined ? null : bare(to), since, text: text?.toLowerCase() ?? null, limit })
        .map((row) => mailOf(row)),
    find: (id: string): Mail | undefined => {
      const row = one.get(id);
      return row && mailOf(row);
    },
    /** Who has mail, the latest first. */
    people: (): readonly Person[] => people.all().map((row) => z.parse(Person, row)),
  };
}

/** `沪帮 <A@b.cn>` is the mailbox `a@b.cn`. */
export const bare = (mailboxAddress: string) =>
  (/<([^<>]+)>\s*$/.exec(mailboxAddress)?.[1] ?? mailboxAddress).trim().toLowerCase();
