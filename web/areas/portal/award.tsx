import { agreementRoutes } from '#shared/contracts/routes/agreement';
import { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import { inboxRoutes } from '#shared/contracts/routes/inbox';
import { paymentsRoutes } from '#shared/contracts/routes/payments';
import type { Award } from '#shared/domain/award';
import type { Instalment } from '#shared/domain/instalment';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { Badge } from '../../design/badge.tsx';
import { LinkButton } from '../../design/button.tsx';
import { Beside, Card, Page, Row, Stack } from '../../design/layout.tsx';
import { Period } from '../../design/period.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { DescriptionList, Table } from '../../design/table.tsx';
import { pathTo } from '../../shell/address.ts';
import { Link } from '../../shell/link.tsx';
import type { ScreenProps } from '../../shell/screens.tsx';
import { useCoreWords } from '../../words/core.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { AwardNext } from './award-next.tsx';
import { portalScreens as at } from './screens.ts';
import { TimelineCard } from './timeline-card.tsx';
import { useAwardWords, usePortalWords } from './words.ts';

type Of = { readonly award: Award };

function Facts({ award }: Of) {
  const words = useAwardWords();
  const grades = useDomainWords().grade;
  const { aside } = useCoreWords();
  const format = useFormat();
  const { awardId, grade, score } = award;
  return (
    <Card title={words.award.facts}>
      <DescriptionList
        terms={[
          { label: words.list.number, value: award.number },
          { label: words.list.amount, value: format.money(award.amountFen) },
          {
            label: words.list.period,
            value:
              award.startsOn && award.endsOn ? (
                <Period from={award.startsOn} to={award.endsOn} />
              ) : (
                words.award.monthsFromSigning(award.months)
              ),
          },
          ...(grade ? [{ label: words.award.grade, value: `${grades[grade]}${aside(`${score ?? '—'}`)}` }] : []),
        ]}
      />
      <Row>
        <LinkButton to={pathTo(at.agreement.path, { awardId })}>{words.award.agreement}</LinkButton>
        <LinkButton to={pathTo(at.records.path, { awardId })}>{words.award.records}</LinkButton>
        <LinkButton to={pathTo(at.application.path, award)}>{words.award.application}</LinkButton>
      </Row>
    </Card>
  );
}

/** When money came, or what it waits for. */
function useWhen() {
  const words = useAwardWords().instalments;
  const format = useFormat();
  return ({ phase, confirmedAt, dueAt }: Instalment) => {
    if (confirmedAt) return words.paidOn(format.date(confirmedAt));
    if (phase === 'withheld') return words.withheld;
    return dueAt ? words.payableBy(format.deadline(dueAt)) : words.waits;
  };
}

function Instalments({ award }: Of) {
  const words = useAwardWords().instalments;
  const format = useFormat();
  const whenOf = useWhen();
  const read = useRead(paymentsRoutes.ofAward, { params: { awardId: award.awardId } });
  return (
    <Card title={words.title}>
      <Loaded read={read} lines={3}>
        {({ value }) => (
          <Table
            caption={words.title}
            hideCaption
            rows={value.items.map(({ state }) => state).toSorted((a, b) => a.number - b.number)}
            keyOf={({ number }) => `${number}`}
            empty={<p>{words.none}</p>}
            columns={[
              { key: 'number', label: words.number, brief: true, cell: (one) => words.numberOf(one.number, one.of) },
              { key: 'amount', label: words.amount, align: 'right', cell: (one) => format.money(one.amountFen) },
              { key: 'after', label: words.condition, cell: ({ after }) => words.after[after] },
              { key: 'phase', label: words.phase, cell: ({ phase }) => <PhaseBadge kind="instalment" phase={phase} /> },
              { key: 'when', label: words.when, cell: whenOf },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}

function Reports({ award }: Of) {
  const words = useAwardWords().reports;
  const stages = useDomainWords().stage;
  const { aside } = useCoreWords();
  const format = useFormat();
  const { awardId } = award;
  const read = useRead(evaluationRoutes.ofAward, { params: { awardId } });
  return (
    <Card title={words.title}>
      <Loaded read={read} lines={3}>
        {({ value }) => (
          <Table
            caption={words.title}
            hideCaption
            rows={value.items.map(({ state }) => state).toSorted((a, b) => b.stage.localeCompare(a.stage))}
            keyOf={({ stage }) => stage}
            empty={<p>{words.none}</p>}
            columns={[
              {
                key: 'stage',
                label: words.stage,
                brief: true,
                cell: ({ stage }) => <Link to={pathTo(at.report.path, { awardId, stage })}>{stages[stage]}</Link>,
              },
              {
                key: 'due',
                label: words.due,
                cell: ({ reportDueAt, phase }) =>
                  phase === 'awaitingReport'
                    ? `${format.deadline(reportDueAt)}${aside(format.due(reportDueAt))}`
                    : format.deadline(reportDueAt),
              },
              { key: 'phase', label: words.phase, cell: ({ phase }) => <PhaseBadge kind="evaluation" phase={phase} /> },
              {
                key: 'result',
                label: words.result,
                cell: ({ score, passed }) =>
                  score === undefined || passed === undefined ? (
                    '—'
                  ) : (
                    <Badge tone={passed ? 'done' : 'refused'}>{words.scored(score, passed)}</Badge>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}

export function Screen({ params }: ScreenProps<typeof at.award.path>) {
  const words = useAwardWords();
  const portal = usePortalWords();
  const read = useRead(agreementRoutes.read, { params });
  const timeline = useRead(inboxRoutes.ofAward, { params });
  const award = read.state === 'ready' ? read.value.state : undefined;
  return (
    <Page
      title={award?.title ?? words.award.title}
      badge={award ? <PhaseBadge kind="award" phase={award.phase} /> : null}
      lead={award?.number}
      crumbs={[{ label: portal.nav.awards, to: at.awards.path }]}
    >
      <Loaded read={read}>
        {({ value }) => (
          <Stack>
            <AwardNext award={value.state} />
            <Beside>
              <Stack>
                <Facts award={value.state} />
                <Instalments award={value.state} />
                <Reports award={value.state} />
              </Stack>
              <TimelineCard read={timeline} />
            </Beside>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
