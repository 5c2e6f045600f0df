import { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import { inboxRoutes } from '#shared/contracts/routes/inbox';
import { gradeOf, Stage } from '#shared/domain/evaluation';
import { dimensions } from '#shared/domain/reference';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { Beside, Card, Page, Stack } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { NextStep } from '../../design/record.tsx';
import { UnknownPage } from '../../design/states.tsx';
import { DescriptionList, Table } from '../../design/table.tsx';
import type { ScreenProps } from '../../shell/screens.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { useConsoleWords } from './console-nav.ts';
import { Documents } from './documents.tsx';
import { EvaluationActions } from './evaluation-actions.tsx';
import { StoryCard, StoryLink } from './story.tsx';

type Read = Reply<typeof evaluationRoutes.read>;

function useNextStep({ state, may, taskDueAt }: Read) {
  const domain = useDomainWords();
  const { officer, lead, director, evaluator } = domain.role;
  const due = (at: string | undefined) => (at ? { due: at } : {});
  const isMine = may.length > 0;
  switch (state.phase) {
    case 'awaitingReport':
      return { what: domain.command.evaluation.report, who: state.organisationName, ...due(state.reportDueAt) };
    case 'reported':
      return {
        what: domain.task['evaluation.assign'],
        ...due(taskDueAt),
        ...(isMine ? {} : { who: `${officer}、${lead}` }),
      };
    case 'assigned':
      return { what: domain.command.evaluation.submit, who: evaluator, ...due(state.dueAt) };
    case 'submitted':
      return {
        what: domain.task['evaluation.confirm'],
        ...due(taskDueAt),
        ...(isMine ? {} : { who: `${lead}、${director}` }),
      };
    case 'confirmed':
    case 'cancelled':
      return {};
  }
}

function Result({ read: { state, form } }: { readonly read: Read }) {
  const words = useConsoleWords().evaluations;
  const format = useFormat();
  const domain = useDomainWords();
  const { totals, score, passScore, passed, opinion, marks } = state;
  if (!totals || score === undefined) return null;
  const maxOf = (dimension: string) =>
    form.filter((indicator) => indicator.dimension === dimension).reduce((sum, { max }) => sum + max, 0);
  const isPassed = passed ?? score >= passScore;
  return (
    <Card title={words.result}>
      <div className="hc-figures">
        <DescriptionList
          terms={[
            { label: words.score, value: words.outOf(score) },
            { label: words.grade, value: domain.grade[gradeOf(score)] },
            { label: words.passLine, value: `${passScore}（${isPassed ? words.passed : words.failed}）` },
          ]}
        />
      </div>
      <ul className="hb-bars" aria-label={words.dimensions}>
        {dimensions.map((one) => (
          <li key={one}>
            <span>{domain.dimension[one]}</span>
            <span className="hb-bar" aria-hidden="true">
              <span style={{ width: format.percent((totals[one] ?? 0) / Math.max(1, maxOf(one))) }} />
            </span>
            <span>
              {totals[one] ?? 0} / {maxOf(one)}
            </span>
          </li>
        ))}
      </ul>
      <Table
        caption={words.marks}
        rows={form}
        keyOf={({ id }) => id}
        columns={[
          { key: 'name', label: words.indicator, cell: ({ id, name }) => `${id} ${name.zh}` },
          { key: 'dimension', label: words.dimension, cell: ({ dimension }) => domain.dimension[dimension] },
          {
            key: 'score',
            label: words.mark,
            align: 'right',
            cell: ({ id, max }) => `${marks?.find((mark) => mark.id === id)?.score ?? '—'} / ${max}`,
          },
          {
            key: 'evidence',
            label: words.evidence,
            cell: ({ id }) => marks?.find((mark) => mark.id === id)?.evidence ?? '—',
          },
        ]}
      />
      <h3>{words.opinion}</h3>
      <p className="hc-prose">{opinion}</p>
    </Card>
  );
}

function Report({ read: { state, documents, figures } }: { readonly read: Read }) {
  const words = useConsoleWords().evaluations;
  const format = useFormat();
  return (
    <Card title={words.report}>
      <DescriptionList
        terms={[
          { label: words.reportedAt, value: state.report ? format.dateTime(state.report.at) : words.notReported },
          { label: words.records, value: format.number(figures.records) },
          { label: words.people, value: `${format.number(figures.people)} / ${format.number(figures.plannedPeople)}` },
          { label: words.personTimes, value: format.number(figures.personTimes) },
        ]}
      />
      {state.report ? <p className="hc-prose">{state.report.summary}</p> : null}
      <Documents documents={documents} />
    </Card>
  );
}

/** Of the story of its project what is about this evaluation. */
function useStory({ awardId, stage }: Read['state']) {
  const timeline = useRead(inboxRoutes.ofAward, { params: { awardId } });
  if (timeline.state !== 'ready') return timeline;
  const items = timeline.value.items.filter(({ record }) => record === `EVALUATION#${awardId}#${stage}`);
  return { ...timeline, value: { items } };
}

function Evaluation({ read }: { readonly read: Read }) {
  const words = useConsoleWords();
  const domain = useDomainWords();
  const { state } = read;
  const next = useNextStep(read);
  const story = useStory(state);
  return (
    <Page
      title={`${domain.stage[state.stage]}：${state.title}`}
      badge={<PhaseBadge kind="evaluation" phase={state.phase} />}
      lead={state.organisationName}
      crumbs={[
        { label: words.nav.awards, to: '/console/awards' },
        { label: state.title, to: `/console/awards/${state.awardId}?tab=evaluations` },
      ]}
    >
      <NextStep {...next} />
      <StoryLink />
      <Beside>
        <Stack>
          {state.sentBackReason ? (
            <Card title={words.evaluations.sentBackFor}>
              <blockquote className="hc-quote">{state.sentBackReason}</blockquote>
            </Card>
          ) : null}
          <Result read={read} />
          <Report read={read} />
        </Stack>
        <EvaluationActions read={read} />
        <StoryCard read={story} />
      </Beside>
    </Page>
  );
}

/** One evaluation: the grantee's report, the marks in four dimensions, and the foundation's confirmation. */
export function Screen({ params }: ScreenProps<'/console/awards/{awardId}/evaluations/{stage}'>) {
  const { data: stage } = Stage.safeParse(params.stage);
  return stage ? <Known awardId={params.awardId} stage={stage} /> : <UnknownPage />;
}

function Known({ awardId, stage }: { readonly awardId: string; readonly stage: Stage }) {
  const domain = useDomainWords();
  const read = useRead(evaluationRoutes.read, { params: { awardId, stage } });
  if (read.state === 'ready') return <Evaluation read={read.value} />;
  return (
    <Page title={domain.stage[stage]}>
      <Loaded read={read}>{() => null}</Loaded>
    </Page>
  );
}
