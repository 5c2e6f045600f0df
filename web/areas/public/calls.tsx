import { Loaded } from '../../client/loaded.tsx';
import type { PublicReply } from '../../client/public-call.ts';
import { Period } from '../../design/period.tsx';
import { Empty } from '../../design/states.tsx';
import { Table } from '../../design/table.tsx';
import { Link } from '../../shell/link.tsx';
import { now } from '../../words/clock.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { publicWords } from '../../words/public.ts';
import { useWords } from '../../words/words.ts';
import { callPath, OpenCall } from './open-call.tsx';
import { PublicPage, Section } from './public-page.tsx';
import { usePublic } from './use-public.ts';

type Calls = PublicReply<'calls'>['items'];

const isUpcoming = ({ open, phase, opensAt }: Calls[number]) => !open && phase === 'published' && opensAt > now();

function CallTable({ caption, calls }: { readonly caption: string; readonly calls: Calls }) {
  const words = useWords(publicWords).calls;
  const language = useLanguage();
  const format = useFormat();
  return (
    <Table
      caption={caption}
      hideCaption
      keyOf={({ callId }) => callId}
      rows={calls}
      columns={[
        {
          key: 'name',
          label: words.name,
          cell: ({ callId, name }) => <Link to={callPath(callId)}>{name[language]}</Link>,
        },
        { key: 'number', label: words.number, cell: ({ number }) => number },
        {
          key: 'period',
          label: words.period,
          cell: ({ opensAt, closesAt }) => <Period from={opensAt} until={closesAt} />,
        },
        { key: 'budget', label: words.budget, align: 'right', cell: ({ budgetFen }) => format.money(budgetFen) },
        { key: 'months', label: words.amount, align: 'right', cell: ({ capFen }) => `≤ ${format.money(capFen)}` },
      ]}
    />
  );
}

/** All calls that were ever published: those that can be answered now first. */
export function Screen() {
  const words = useWords(publicWords).calls;
  return (
    <PublicPage title={words.title} lead={words.lead}>
      <Loaded read={usePublic('calls')}>
        {({ value }) => {
          const open = value.items.filter((call) => call.open).toSorted((a, b) => (a.closesAt < b.closesAt ? -1 : 1));
          const upcoming = value.items.filter(isUpcoming);
          const past = value.items.filter((call) => !call.open && !isUpcoming(call));
          return (
            <>
              <Section title={words.open}>
                {open.length > 0 ? (
                  <ul className="pub-calls">
                    {open.map((call) => (
                      <OpenCall key={call.callId} {...call} />
                    ))}
                  </ul>
                ) : (
                  <Empty title={words.none} note={words.noneWhy} />
                )}
              </Section>
              {upcoming.length > 0 ? (
                <Section title={words.upcoming}>
                  <CallTable caption={words.upcoming} calls={upcoming} />
                </Section>
              ) : null}
              <Section title={words.past}>
                {past.length > 0 ? <CallTable caption={words.past} calls={past} /> : <Empty title={words.noPast} />}
              </Section>
            </>
          );
        }}
      </Loaded>
    </PublicPage>
  );
}
