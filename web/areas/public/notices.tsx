import { Loaded } from '../../client/loaded.tsx';
import type { PublicReply } from '../../client/public-call.ts';
import { Select } from '../../design/choices.tsx';
import { Card } from '../../design/layout.tsx';
import { Empty } from '../../design/states.tsx';
import { Table } from '../../design/table.tsx';
import { useQueryValue } from '../../shell/address.ts';
import { Link } from '../../shell/link.tsx';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { publicWords } from '../../words/public.ts';
import { useWords } from '../../words/words.ts';
import { useLeft } from './left.ts';
import { callPath } from './open-call.tsx';
import { Chinese, PublicPage, Section } from './public-page.tsx';
import { known, usePublic } from './use-public.ts';

type Notices = PublicReply<'notices'>['items'];
type Calls = PublicReply<'calls'>['items'];
type Props = { readonly notices: Notices; readonly calls: Calls; readonly phase: Notices[number]['phase'] };

function NoticeTable({ notices, calls, phase }: Props) {
  const words = useWords(publicWords).notices;
  const language = useLanguage();
  const format = useFormat();
  const left = useLeft();
  const isRunning = phase === 'inNotice';
  return (
    <Table
      caption={isRunning ? words.running : words.awarded}
      hideCaption
      keyOf={({ applicationId }) => applicationId}
      rows={notices}
      columns={[
        { key: 'project', label: words.project, cell: ({ title }) => <Chinese>{title}</Chinese> },
        {
          key: 'organisation',
          label: words.organisation,
          cell: ({ organisationName }) => <Chinese>{organisationName}</Chinese>,
        },
        {
          key: 'amount',
          label: isRunning ? words.amount : words.awardedAmount,
          align: 'right',
          cell: ({ amountFen }) => format.money(amountFen),
        },
        {
          key: 'period',
          label: words.period,
          cell: ({ from, until }) => (
            <>
              <span className="pub-day">{format.date(from)}</span> –{' '}
              <span className="pub-day">{format.deadline(until)}</span>
              {isRunning ? <span className="pub-deadline">{left(until)}</span> : null}
            </>
          ),
        },
        {
          key: 'call',
          label: words.call,
          cell: ({ callId }) => (
            <Link to={callPath(callId)}>{calls.find((call) => call.callId === callId)?.name[language] ?? callId}</Link>
          ),
        },
      ]}
    />
  );
}

function Filter({ calls }: { readonly calls: Calls }) {
  const words = useWords(publicWords).notices;
  const language = useLanguage();
  const [chosen, choose] = useQueryValue('call', 'all');
  const options = [
    { value: 'all', label: words.allCalls },
    ...calls.map(({ callId, name }) => ({ value: String(callId), label: name[language] })),
  ];
  return (
    <div className="pub-filter">
      <Select
        name="call"
        label={words.filter}
        value={chosen}
        onChange={(value) => choose(value || 'all')}
        options={options}
      />
    </div>
  );
}

/** Who is proposed for an award and who got one (公示): anyone may look, and object. */
export function Screen() {
  const words = useWords(publicWords).notices;
  const [chosen] = useQueryValue('call', 'all');
  const calls = known(usePublic('calls'))?.items ?? [];
  const read = usePublic('notices');
  return (
    <PublicPage title={words.title} lead={words.lead}>
      {calls.length > 1 ? <Filter calls={calls} /> : null}
      <Loaded read={read}>
        {({ value }) => {
          const shown = value.items.filter(({ callId }) => chosen === 'all' || callId === chosen);
          const running = shown.filter(({ phase }) => phase === 'inNotice');
          const awarded = shown.filter(({ phase }) => phase === 'awarded');
          return (
            <>
              <Section title={words.running}>
                {running.length > 0 ? (
                  <NoticeTable notices={running} calls={calls} phase="inNotice" />
                ) : (
                  <Empty title={words.noneRunning} />
                )}
              </Section>
              <Card title={words.objectTitle}>
                <p>{words.object.when}</p>
                <p>{words.object.how}</p>
              </Card>
              <Section title={words.awarded} lead={words.limit}>
                {awarded.length > 0 ? (
                  <NoticeTable notices={awarded} calls={calls} phase="awarded" />
                ) : (
                  <Empty title={words.noneAwarded} />
                )}
              </Section>
            </>
          );
        }}
      </Loaded>
    </PublicPage>
  );
}
