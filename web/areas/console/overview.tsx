import { callsRoutes } from '#shared/contracts/routes/calls';
import { fundsRoutes } from '#shared/contracts/routes/funds';
import { paymentsRoutes } from '#shared/contracts/routes/payments';
import { peopleRoutes } from '#shared/contracts/routes/people';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { Card, Stack } from '../../design/layout.tsx';
import { Link } from '../../shell/link.tsx';
import { now } from '../../words/clock.ts';
import { useFormat } from '../../words/format.ts';
import { pageSize } from './all-pages.ts';
import { CallBadge, standingOf } from './call-standing.tsx';
import { useMayTry } from './caller.ts';
import { useConsoleWords } from './console-nav.ts';
import { Due } from './due.tsx';
import { PoolBar } from './pool-bar.tsx';

const query = { limit: pageSize };

function Funds() {
  const words = useConsoleWords().funds;
  const funds = useRead(fundsRoutes.list, { query });
  return (
    <Loaded read={funds}>
      {({ value: { items } }) => (
        <Stack>
          {items.map(({ fundId, name, balances }) => (
            <Card
              key={fundId}
              title={name.zh}
              actions={<Link to={`/console/funds/${fundId}`}>{words.seeEntries}</Link>}
            >
              <PoolBar balances={balances} />
            </Card>
          ))}
        </Stack>
      )}
    </Loaded>
  );
}

/** Calls that people can or will be able to answer. */
function Calls() {
  const words = useConsoleWords();
  const read = useRead(callsRoutes.list, { query });
  return (
    <Card title={words.overview.calls}>
      <Loaded read={read}>
        {({ value }) => {
          const current = value.items.filter(({ state }) => ['open', 'upcoming'].includes(standingOf(state, now())));
          if (current.length === 0) return <p className="hb-lead">{words.overview.noCalls}</p>;
          return (
            <ul className="hc-inbox">
              {current.map(({ state }) => (
                <li key={state.callId}>
                  <div>
                    <Link to={`/console/calls/${state.callId}`}>{state.name.zh}</Link> <CallBadge call={state} />
                  </div>
                  <Due at={state.closesAt} />
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Card>
  );
}

/** Payments on their way, whoever has to move them on: the overdue ones stand out by themselves. */
function Payments() {
  const words = useConsoleWords();
  const format = useFormat();
  const reads = [
    useRead(paymentsRoutes.inPhase, { query: { phase: 'due', ...query } }),
    useRead(paymentsRoutes.inPhase, { query: { phase: 'prepared', ...query } }),
    useRead(paymentsRoutes.inPhase, { query: { phase: 'approvedOnce', ...query } }),
    useRead(paymentsRoutes.inPhase, { query: { phase: 'approved', ...query } }),
    useRead(paymentsRoutes.inPhase, { query: { phase: 'executed', ...query } }),
  ];
  const rows = reads
    .flatMap((read) => (read.state === 'ready' ? read.value.items : []))
    .toSorted((a, b) => (a.state.dueAt ?? '~').localeCompare(b.state.dueAt ?? '~'));
  const isComplete = reads.every(({ state }) => state === 'ready');
  return (
    <Card title={words.overview.payments}>
      {rows.length === 0 && isComplete ? <p className="hb-lead">{words.overview.noPayments}</p> : null}
      <ul className="hc-inbox">
        {rows.map(({ state }) => (
          <li key={`${state.awardId}#${state.number}`}>
            <div>
              <Link to={`/console/awards/${state.awardId}?tab=money`}>{state.title}</Link>
              <span className="hc-sub">
                {words.payments.nthOf(state.number, state.of)} · {format.money(state.amountFen)} ·{' '}
                {state.organisationName}
              </span>
            </div>
            {state.dueAt ? <Due at={state.dueAt} /> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Who was asked to join and has not come yet. */
function Invited() {
  const words = useConsoleWords();
  const people = useRead(peopleRoutes.list, { query });
  return (
    <Card title={words.overview.people} actions={<Link to="/console/people">{words.nav.people}</Link>}>
      <Loaded read={people}>
        {({ value: { items } }) => {
          const waiting = items.filter(({ phase }) => phase === 'invited');
          return (
            <p>
              {words.overview.members(
                items.length - waiting.length,
                waiting.map(({ name }) => name),
              )}
            </p>
          );
        }}
      </Loaded>
    </Card>
  );
}

/** What there is to know on a day on which nothing waits for this person. */
export function Overview() {
  const words = useConsoleWords();
  const mayMoney = useMayTry('fund.read');
  const mayCalls = useMayTry('call.read');
  const mayPeople = useMayTry('person.read');
  return (
    <Stack>
      <p role="status" className="hb-lead">
        {words.inbox.empty}。{words.inbox.emptyNote}
      </p>
      {mayMoney ? <Funds /> : null}
      {mayMoney ? <Payments /> : null}
      {mayCalls ? <Calls /> : null}
      {mayPeople ? <Invited /> : null}
    </Stack>
  );
}
