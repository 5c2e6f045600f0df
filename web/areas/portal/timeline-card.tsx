import { useState } from 'react';
import type * as z from 'zod/mini';
import type { TimelineEntry as Entry } from '#shared/contracts/route';
import { Loaded } from '../../client/loaded.tsx';
import type { Read } from '../../client/reads.tsx';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/layout.tsx';
import { Timeline } from '../../design/record.tsx';
import { useCoreWords } from '../../words/core.ts';
import { useDomainWords, wordOf } from '../../words/domain.ts';
import { useApplicationWords } from './words.ts';

type Happened = z.output<typeof Entry>;
type TimelineRead = Read<{ items: Happened[] }>;
const shownAtFirst = 8;

/** What happened, and to which instalment or evaluation, where there are several. */
function useWhat() {
  const words = useApplicationWords().status;
  const { aside } = useCoreWords();
  const domain = useDomainWords();
  return ({ record, type }: Happened) => {
    const [kind = '', , part = ''] = record.split('#');
    const event = wordOf(domain.event, type);
    if (kind === 'INSTALMENT') return `${event}${aside(words.instalment(Number(part)))}`;
    return kind === 'EVALUATION' ? `${event}${aside(wordOf(domain.stage, part))}` : event;
  };
}

function Story({ items }: { readonly items: readonly Happened[] }) {
  const words = useApplicationWords().status;
  const whatOf = useWhat();
  const [isOpen, setIsOpen] = useState(false);
  /** Who acted inside the foundation is not told here; the answer says so in Chinese. */
  const nobody: Readonly<Record<string, string>> = { 基金会: words.foundation, 系统: words.system };
  const newest = items.toSorted((a, b) => b.at.localeCompare(a.at) || b.sequence - a.sequence);
  return (
    <>
      <Timeline
        entries={newest.slice(0, isOpen ? newest.length : shownAtFirst).map((item) => ({
          id: `${item.record}-${item.sequence}`,
          what: whatOf(item),
          who: nobody[item.name] ?? item.name,
          at: item.at,
          why: item.reason,
        }))}
      />
      {newest.length > shownAtFirst ? (
        <Button aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? words.fewer : words.earlier(newest.length - shownAtFirst)}
        </Button>
      ) : null}
    </>
  );
}

/** What happened to a record, newest first; the last eight before one asks for the others. */
export function TimelineCard({ read }: { readonly read: TimelineRead }) {
  const words = useApplicationWords().status;
  return (
    <Card title={words.timeline}>
      <Loaded read={read}>{({ value }) => <Story items={value.items} />}</Loaded>
    </Card>
  );
}
