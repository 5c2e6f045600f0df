import { Loaded } from '../../client/loaded.tsx';
import type { PublicReply } from '../../client/public-call.ts';
import { Select } from '../../design/choices.tsx';
import { Card } from '../../design/layout.tsx';
import { Period } from '../../design/period.tsx';
import { Empty } from '../../design/states.tsx';
import { DescriptionList, Table } from '../../design/table.tsx';
import { useQueryValue } from '../../shell/address.ts';
import { Link } from '../../shell/link.tsx';
import { now } from '../../words/clock.ts';
import { shanghaiYear, useFormat } from '../../words/format.ts';
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
              <Period from={from} until={until} />
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

/** Every year in which there was a call can have had notices, the newest first. */
function yearsOf(calls: Calls) {
  const thisYear = shanghaiYear(now());
  const first = Math.min(thisYear, ...calls.map(({ opensAt }) => shanghaiYear(opensAt)));
  return Array.from({ length: thisYear - first + 1 }, (_, back) => thisYear - back);
}

function Filter({ calls }: { readonly calls: Calls }) {
  const words = useWords(publicWords).notices;
  const language = useLanguage();
  const [chosen, choose] = useQueryValue('call', 'all');
  const [year, chooseYear] = useQueryValue('year', 'last');
  const years = yearsOf(calls).map((one) => ({ value: `${one}`, label: words.inYear(one) }));
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
      <Select
        name="year"
        label={words.year}
        value={year}
        onChange={(value) => chooseYear(value || 'last')}
        options={[{ value: 'last', label: words.lastYear }, ...years]}
      />
    </div>
  );
}

/** How each call is reached whose projects are on notice now. */
function Contacts({ notices, calls }: Pick<Props, 'notices' | 'calls'>) {
  const words = useWords(publicWords).notices.object;
  const language = useLanguage();
  const onNotice = calls.filter(({ callId, contact }) => contact && notices.some((notice) => notice.callId === callId));
  if (onNotice.length === 0) return null;
  return (
    <>
      <h3>{words.whom}</h3>
      <DescriptionList
        terms={onNotice.map(({ name, contact }) => ({ label: name[language], value: <Chinese>{contact}</Chinese> }))}
      />
    </>
  );
}

/** Who is proposed for an award and who got one (公示): anyone may look, and object. */
export function Screen() {
  const words = useWords(publicWords).notices;
  const [chosen] = useQueryValue('call', 'all');
  const calls = known(usePublic('calls'))?.items ?? [];
  const [year] = useQueryValue('year', 'last');
  const read = usePublic('notices', { query: year === 'last' ? {} : { year: Number(year) } });
  return (
    <PublicPage title={words.title} lead={words.lead}>
      {calls.length > 0 ? <Filter calls={calls} /> : null}
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
                <Contacts notices={running} calls={calls} />
              </Card>
              <Section title={words.awarded} lead={words.limit(100)}>
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
