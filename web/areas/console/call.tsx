import { callsRoutes } from '#shared/contracts/routes/calls';
import { fundsRoutes } from '#shared/contracts/routes/funds';
import { targetGroups } from '#shared/domain/reference';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useCommand, useRead } from '../../client/reads.tsx';
import { LinkButton } from '../../design/button.tsx';
import { Beside, Card, Page, Stack } from '../../design/layout.tsx';
import { DescriptionList, Table } from '../../design/table.tsx';
import type { ScreenProps } from '../../shell/screens.tsx';
import { now } from '../../words/clock.ts';
import { useFormat } from '../../words/format.ts';
import { Act } from './act.tsx';
import { CallBadge, standingOf } from './call-standing.tsx';
import { useMayTry } from './caller.ts';
import { useConsoleWords } from './console-nav.ts';
import { useItemNames } from './item-names.ts';

type Read = Reply<typeof callsRoutes.read>;
type Call = Read['state'];

function CallActions({ state, version, may }: Read) {
  const words = useConsoleWords().calls;
  const mayList = useMayTry('application.list');
  const publish = useCommand(callsRoutes.publish);
  const close = useCommand(callsRoutes.close);
  const input = { params: { callId: state.callId }, ifMatch: version };
  return (
    <div className="hc-actions">
      {may.includes('call.publish') ? (
        <Act
          label={words.publish}
          kind="primary"
          title={words.publishTitle}
          note={words.publishNote}
          command={publish}
          send={() => publish.run(input)}
          done={words.published}
        />
      ) : null}
      {may.includes('call.amend') ? (
        <LinkButton to={`/console/calls/${state.callId}/edit`}>{words.amend}</LinkButton>
      ) : null}
      {mayList && state.phase !== 'draft' ? (
        <LinkButton to={`/console/calls/${state.callId}/applications`}>{words.seeApplications}</LinkButton>
      ) : null}
      {may.includes('call.close') && standingOf(state, now()) !== 'closed' ? (
        <Act
          label={words.close}
          kind="danger"
          title={words.closeTitle}
          note={words.closeNote}
          command={close}
          send={() => close.run(input)}
          done={words.closed}
        />
      ) : null}
    </div>
  );
}

function FundName({ fundId }: { readonly fundId: string }) {
  const fund = useRead(fundsRoutes.read, { params: { fundId } });
  return fund.state === 'ready' ? fund.value.state.name.zh : fundId;
}

function Facts({ state: call, takenFen }: Read) {
  const words = useConsoleWords().calls;
  const format = useFormat();
  const names = useItemNames();
  const mayReadFund = useMayTry('fund.read');
  return (
    <Card title={words.facts}>
      <DescriptionList
        terms={[
          { label: words.fund, value: mayReadFund ? <FundName fundId={call.fundId} /> : call.fundId },
          { label: words.budget, value: format.money(call.budgetFen) },
          { label: words.left, value: format.money(call.budgetFen - takenFen) },
          { label: words.bounds, value: words.fromTo(format.money(call.floorFen), format.money(call.capFen)) },
          { label: words.months, value: words.inMonths(call.months) },
          { label: words.opens, value: format.dateTime(call.opensAt) },
          { label: words.closes, value: format.deadline(call.closesAt) },
          { label: words.eligibility, value: call.eligibility },
          { label: words.targetGroups, value: call.targetGroups.map((code) => targetGroups[code].zh).join('、') },
          { label: words.note, value: call.note || '—' },
          { label: words.contact, value: call.contact ?? '—' },
        ]}
      />
      <h3>{words.items}</h3>
      <p>{call.items.map((code) => `${code} ${names(code)}`).join('、')}</p>
    </Card>
  );
}

function Rules({ call: { rules } }: { readonly call: Call }) {
  const words = useConsoleWords().calls;
  return (
    <>
      <Card title={words.rubric}>
        <Table
          caption={words.rubric}
          hideCaption
          keyOf={({ id }) => id}
          rows={rules.rubric}
          columns={[
            { key: 'name', label: words.criterion, cell: ({ id, name }) => `${id} ${name.zh}` },
            { key: 'max', label: words.max, align: 'right', cell: ({ max }) => max },
            { key: 'look', label: words.lookFor, cell: ({ lookFor }) => lookFor },
          ]}
        />
      </Card>
      <Card title={words.tranches}>
        <Table
          caption={words.tranches}
          hideCaption
          keyOf={({ number }) => String(number)}
          rows={rules.tranches.map((tranche, index) => ({ ...tranche, number: index + 1 }))}
          columns={[
            { key: 'number', label: words.tranche, cell: ({ number }) => words.nth(number) },
            { key: 'share', label: words.share, align: 'right', cell: ({ share }) => `${share}%` },
            { key: 'after', label: words.after, cell: ({ after }) => words.afters[after] },
          ]}
        />
      </Card>
    </>
  );
}

function Terms({ call: { rules } }: { readonly call: Call }) {
  const words = useConsoleWords().calls;
  return (
    <Card title={words.terms}>
      <DescriptionList
        terms={[
          { label: words.admissionWorkingDays, value: words.workingDays(rules.admissionWorkingDays) },
          { label: words.expertsPerApplication, value: words.people(rules.expertsPerApplication) },
          { label: words.reviewDays, value: words.days(rules.reviewDays) },
          { label: words.passScore, value: words.points(rules.passScore) },
          { label: words.noticeDays, value: words.days(rules.noticeDays) },
          { label: words.signDays, value: words.days(rules.signDays) },
          { label: words.reportDays, value: words.days(rules.reportDays) },
          { label: words.midTermPassScore, value: words.points(rules.midTermPassScore) },
          { label: words.closeOutPassScore, value: words.points(rules.closeOutPassScore) },
        ]}
      />
    </Card>
  );
}

/** One call: what it asks for, and the rules it decides by. */
export function Screen({ params }: ScreenProps<'/console/calls/{callId}'>) {
  const words = useConsoleWords();
  const read = useRead(callsRoutes.read, { params });
  if (read.state !== 'ready')
    return (
      <Page title={words.calls.record}>
        <Loaded read={read}>{() => null}</Loaded>
      </Page>
    );
  const call = read.value.state;
  return (
    <Page
      title={call.name.zh}
      badge={<CallBadge call={call} />}
      lead={call.number}
      crumbs={[{ label: words.nav.calls, to: '/console/calls' }]}
      actions={<CallActions {...read.value} />}
    >
      <Beside>
        <Stack>
          <Facts {...read.value} />
          <Rules call={call} />
        </Stack>
        <Terms call={call} />
      </Beside>
    </Page>
  );
}
