import type * as z from 'zod/mini';
import type { TimelineEntry as Entry } from '#shared/contracts/route';
import { Loaded } from '../../client/loaded.tsx';
import type { Read } from '../../client/reads.tsx';
import { Card } from '../../design/layout.tsx';
import { Timeline } from '../../design/record.tsx';
import { useDomainWords, wordOf } from '../../words/domain.ts';
import { useApplicationWords } from './words.ts';

type TimelineRead = Read<{ items: z.output<typeof Entry>[] }>;

/** What happened to a record, newest first. */
export function TimelineCard({ read }: { readonly read: TimelineRead }) {
  const words = useApplicationWords().status;
  const events = useDomainWords().event;
  /** Who acted inside the foundation is not told here; the answer says so in Chinese. */
  const nobody: Readonly<Record<string, string>> = { 基金会: words.foundation, 系统: words.system };
  return (
    <Card title={words.timeline}>
      <Loaded read={read}>
        {({ value }) => (
          <Timeline
            entries={value.items
              .toSorted((a, b) => b.at.localeCompare(a.at) || b.sequence - a.sequence)
              .map(({ record, sequence, type, at, name, reason }) => ({
                id: `${record}-${sequence}`,
                what: wordOf(events, type),
                who: nobody[name] ?? name,
                at,
                why: reason,
              }))}
          />
        )}
      </Loaded>
    </Card>
  );
}
