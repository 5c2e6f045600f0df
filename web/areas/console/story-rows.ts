import type { inboxRoutes } from '#shared/contracts/routes/inbox';
import type { Reply } from '../../client/api.ts';

export type Entries = Reply<typeof inboxRoutes.ofApplication>['items'];
type Entry = Entries[number];

/** One line of a story: what the same person did in the same minute to several parts of a record is told once. */
export type StoryRow = Entry & { readonly records: readonly string[] };

const minuteOf = ({ at }: Entry) => at.slice(0, 16);
const isSame = (a: Entry, b: Entry) =>
  a.type === b.type && a.by === b.by && a.reason === b.reason && minuteOf(a) === minuteOf(b);

/** The newest first; repeated lines become one that names each record. */
export function storyRows(entries: Entries): readonly StoryRow[] {
  const rows: StoryRow[] = [];
  for (const entry of entries) {
    const at = rows.findIndex((row) => isSame(row, entry));
    const known = rows[at];
    if (known) rows[at] = { ...known, records: [...known.records, entry.record] };
    else rows.push({ ...entry, records: [entry.record] });
  }
  return rows.toReversed();
}
