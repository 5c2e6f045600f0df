import type { inboxRoutes } from '#shared/contracts/routes/inbox';
import { workflow } from '#shared/domain/event';
import type { Reply } from '../../client/api.ts';
import { Timeline } from '../../design/record.tsx';
import { useDomainWords, wordOf } from '../../words/domain.ts';
import { useConsoleWords } from './console-nav.ts';

type Entries = Reply<typeof inboxRoutes.ofApplication>['items'];

const refusals = /Refused|SentBack|Bounced|Withheld|Cancelled|Terminated|Recused/;

/** Who did what, when and why; the newest first. */
export function Story({ entries }: { readonly entries: Entries }) {
  const words = useConsoleWords();
  const domain = useDomainWords();
  const newestFirst = entries.toReversed().map(({ sequence, type, at, by, name, reason, record }) => ({
    id: `${record}-${sequence}`,
    what: wordOf(domain.event, type),
    who: by === workflow ? words.story.platform : name,
    at,
    why: reason,
    ...(refusals.test(type) ? { tone: 'refused' as const } : {}),
  }));
  return <Timeline entries={newestFirst} />;
}

/** Names of those who acted on a record, from its story: records hold ids only. */
export const namesIn = (entries: Entries) => {
  const names = new Map(entries.map(({ by, name }) => [by, name]));
  return (id: string | undefined) => (id === undefined ? '—' : (names.get(id) ?? id));
};
