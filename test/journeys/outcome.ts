import * as z from 'zod/mini';
import { linksIn } from './chain.ts';
import type { Folder, Row } from './folder.ts';
import { balancesIn, entriesIn } from './ledger.ts';

const MailRow = z.object({ rule: z.string(), messageId: z.string(), phase: z.string() });
const idOf = ({ headers }: Folder['mails'][number]) => headers['x-hubang-mail-id'] ?? 'none';

/** How often each occurs, by name. */
const counted = (names: readonly string[]) =>
  Object.fromEntries(
    [...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length] as const).toSorted(byName),
  );
const byName = ([a]: readonly [string, number], [b]: readonly [string, number]) => (a < b ? -1 : 1);
const withoutIds = (text: string) => text.replace(/-[0-9a-z]{16,}/g, '');
const kindOf = (pk: string) => pk.slice(0, pk.indexOf('#'));

/**
 * What a run came to, without ids and instants: two runs of the same journey are the same exactly if this is the same.
 * A mail counts once, however often it was sent.
 */
export function outcomeOf({ rows, mails, executions }: Folder) {
  const rules = new Map(mailRows(rows).map(({ messageId, rule }) => [messageId, rule]));
  const letters = new Map(mails.map((mail) => [idOf(mail), mail]));
  return {
    events: counted(linksIn(rows).map(({ pk, event: { type } }) => `${kindOf(pk)} ${type}`)),
    entries: counted(
      entriesIn(rows).map(
        ({ kind, lines }) => `${kind}${lines.map(({ account, fen }) => ` ${account} ${fen}`).join('')}`,
      ),
    ),
    balances: Object.fromEntries(balancesIn(rows).map(({ account, balanceFen }) => [account, balanceFen])),
    totals: counted(
      rows.filter(({ pk }) => pk.startsWith('TOTALS#')).map(({ pk, sk, value }) => `${pk} ${withoutIds(sk)} ${value}`),
    ),
    mails: counted([...letters].map(([id, { recipients }]) => `${rules.get(id)} ${recipients.join()}`)),
    executions: counted(executions.map(({ machineName, status }) => `${machineName} ${status}`)),
  };
}

const mailRows = (rows: readonly Row[]) =>
  rows.filter(({ pk }) => pk.startsWith('MAIL#')).map((row) => z.parse(MailRow, row));

/** Whatever was left undone: mails that were claimed and not sent, messages, dead letters, executions that failed. */
export const leftUndone = ({ rows, mails, executions, messages, deliveries }: Folder): string[] => [
  ...mailRows(rows)
    .filter(({ phase, messageId }) => phase !== 'sent' || !mails.some((mail) => idOf(mail) === messageId))
    .map(({ rule, phase }) => `A mail ${rule} is ${phase}`),
  ...mails.filter((mail) => idOf(mail) === 'none').map(({ subject }) => `The mail ${subject} has no identity`),
  ...executions
    .filter(({ status }) => status !== 'SUCCEEDED')
    .map(({ machineName, name, status }) => `${machineName} ${name} is ${status}`),
  ...messages.map(({ queue, body }) => `${queue} still holds ${body}`),
  ...deliveries.map((key) => `${key} was not delivered`),
];

/** The identities of mails that were sent more than once. */
export const sentTwice = ({ mails }: Folder) =>
  Object.entries(counted(mails.map(idOf))).flatMap(([id, times]) => (times > 1 ? [id] : []));
