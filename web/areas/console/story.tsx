import { useState } from 'react';
import { workflow } from '#shared/domain/event';
import { Loaded } from '../../client/loaded.tsx';
import type { Read } from '../../client/reads.tsx';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/layout.tsx';
import { Timeline } from '../../design/record.tsx';
import { useDomainWords, wordOf } from '../../words/domain.ts';
import { useConsoleWords } from './console-nav.ts';
import { type Entries, type StoryRow, storyRows } from './story-rows.ts';

const refusals = /Refused|SentBack|Bounced|Withheld|Cancelled|Terminated|Recused/;
const shownAtFirst = 8;

/** Which instalment or evaluation a line is about; nothing for a record that is one whole. */
function usePartOf() {
  const words = useConsoleWords();
  const domain = useDomainWords();
  return (record: string) => {
    const [kind = '', , part = ''] = record.split('#');
    if (kind === 'INSTALMENT') return words.calls.nth(Number(part));
    return kind === 'EVALUATION' ? wordOf(domain.stage, part) : undefined;
  };
}

function useWhat() {
  const words = useConsoleWords().story;
  const domain = useDomainWords();
  const partOf = usePartOf();
  return ({ type, records }: StoryRow) => {
    const parts = records.map(partOf).filter((part) => part !== undefined);
    const event = wordOf(domain.event, type);
    if (parts.length > 0) return words.ofParts(event, [...new Set(parts)].toSorted());
    return records.length > 1 ? words.times(event, records.length) : event;
  };
}

/** Who did what, when and why; the newest first, the last eight before one asks for the others. */
function Story({ entries }: { readonly entries: Entries }) {
  const words = useConsoleWords().story;
  const what = useWhat();
  const [open, setOpen] = useState(false);
  const rows = storyRows(entries);
  const shown = open ? rows : rows.slice(0, shownAtFirst);
  return (
    <>
      <Timeline
        entries={shown.map((row) => ({
          id: `${row.record}-${row.sequence}`,
          what: what(row),
          who: row.by === workflow ? words.platform : row.name,
          at: row.at,
          why: row.reason,
          ...(refusals.test(row.type) ? { tone: 'refused' as const } : {}),
        }))}
      />
      {rows.length > shownAtFirst ? (
        <Button onClick={() => setOpen(!open)}>{open ? words.fewer : words.more(rows.length - shownAtFirst)}</Button>
      ) : null}
    </>
  );
}

const storyId = 'story';

/** The story of a record: beside it where there is room, below it on a phone. */
export function StoryCard({ read }: { readonly read: Read<{ readonly items: Entries }> }) {
  const words = useConsoleWords().story;
  return (
    <div className="hc-story" id={storyId}>
      <Card title={words.title}>
        <Loaded read={read}>{({ value }) => <Story entries={value.items} />}</Loaded>
      </Card>
    </div>
  );
}

/** Leads to the story where it lies below a long record. */
export function StoryLink() {
  const words = useConsoleWords().story;
  return (
    <a className="hc-story-link" href={`#${storyId}`}>
      {words.link}
    </a>
  );
}

/** Names of those who acted on a record, from its story: records hold ids only. */
export const namesIn = (read: Read<{ readonly items: Entries }>) => {
  const entries = read.state === 'ready' ? read.value.items : [];
  const names = new Map(entries.map(({ by, name }) => [by, name]));
  return (id: string | undefined) => (id === undefined ? '—' : (names.get(id) ?? '…'));
};
