import { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import { Stage } from '#shared/domain/evaluation';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { Figure } from '../../design/figures.tsx';
import { Card, Page } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { NextStep } from '../../design/record.tsx';
import { UnknownPage } from '../../design/states.tsx';
import { DescriptionList } from '../../design/table.tsx';
import type { ScreenProps } from '../../shell/screens.tsx';
import { deskWords } from '../../words/desk.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';
import { Documents } from './documents.tsx';
import { EvaluationForm } from './evaluation-form.tsx';
import { GivenEvaluation } from './given-evaluation.tsx';
import { Panes } from './panes.tsx';

type Value = Reply<typeof evaluationRoutes.read>;

function Report({ value: { state, documents } }: { readonly value: Value }) {
  const words = useWords(deskWords).evaluation.report;
  const format = useFormat();
  return (
    <>
      <Card title={words.title}>
        {state.report ? (
          <>
            <p className="hb-hint">{words.at(format.dateTime(state.report.at))}</p>
            <p className="desk-text">{state.report.summary}</p>
          </>
        ) : (
          <p className="hb-lead">{words.none}</p>
        )}
      </Card>
      <Documents documents={documents} />
    </>
  );
}

function Figures({ figures }: Pick<Value, 'figures'>) {
  const words = useWords(deskWords).evaluation.figures;
  const format = useFormat();
  const { records, people, personTimes, plannedPeople } = figures;
  const reached = plannedPeople > 0 ? words.reached(format.percent(people / plannedPeople)) : undefined;
  return (
    <Card title={words.title}>
      <p className="hb-lead">{words.lead}</p>
      <div className="desk-figures">
        <Figure value={format.number(people)} unit={words.peopleUnit} label={words.people} note={words.peopleNote} />
        <Figure value={format.number(plannedPeople)} unit={words.peopleUnit} label={words.planned} note={reached} />
        <Figure value={format.number(personTimes)} unit={words.personTimesUnit} label={words.personTimes} />
        <Figure value={format.number(records)} unit={words.recordsUnit} label={words.records} />
      </div>
    </Card>
  );
}

function Sheet({ value, refresh }: { readonly value: Value; readonly refresh: () => void }) {
  const { state, may, version, form } = value;
  if (!may.includes('evaluation.submit')) return <GivenEvaluation evaluation={state} form={form} />;
  return <EvaluationForm evaluation={state} form={form} version={version} onStale={refresh} />;
}

function Next({ value: { state, may } }: { readonly value: Value }) {
  const words = useWords(deskWords).evaluation.next;
  const roles = useDomainWords().role;
  if (may.includes('evaluation.submit')) return <NextStep what={words.submit} due={state.dueAt} />;
  return state.phase === 'submitted' ? <NextStep what={words.waiting} who={roles.lead} /> : null;
}

function Ready({ value, refresh }: { readonly value: Value; readonly refresh: () => void }) {
  const words = useWords(deskWords).evaluation;
  const work = useWords(deskWords).work;
  const stages = useDomainWords().stage;
  const format = useFormat();
  const { state } = value;
  return (
    <Page
      title={state.title}
      badge={<PhaseBadge kind="evaluation" phase={state.phase} />}
      crumbs={[{ label: words.crumb, to: '/desk/evaluations' }]}
    >
      <Next value={value} />
      <DescriptionList
        terms={[
          { label: work.organisation, value: state.organisationName },
          { label: work.stage, value: stages[state.stage] },
          { label: words.due, value: state.dueAt ? format.deadline(state.dueAt) : '–' },
        ]}
      />
      <Panes
        label={words.panes.label}
        read={{
          label: words.panes.report,
          content: (
            <>
              <Figures figures={value.figures} />
              <Report value={value} />
            </>
          ),
        }}
        write={{ label: words.panes.form, content: <Sheet value={value} refresh={refresh} /> }}
      />
    </Page>
  );
}

function Known({ awardId, stage }: { readonly awardId: string; readonly stage: Stage }) {
  const words = useWords(deskWords).evaluation;
  const read = useRead(evaluationRoutes.read, { params: { awardId, stage } });
  if (read.state === 'ready') return <Ready value={read.value} refresh={read.refresh} />;
  return (
    <Page title={words.crumb}>
      <Loaded read={read} lines={10}>
        {() => null}
      </Loaded>
    </Page>
  );
}

/** One evaluation: report, documents and what the service records say, beside the form of four dimensions. */
export function Screen({ params }: ScreenProps<'/desk/evaluations/{awardId}/{stage}'>) {
  const stage = Stage.safeParse(params.stage).data;
  return stage ? <Known awardId={params.awardId} stage={stage} /> : <UnknownPage isPage />;
}
