import { type FormEvent, useState } from 'react';
import * as z from 'zod/mini';
import { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import { Stage } from '#shared/domain/evaluation';
import { dimensions } from '#shared/domain/reference';
import type { Reply } from '../../client/api.ts';
import { type FieldErrors, fieldErrorsOf, issuesIn, useFieldErrors } from '../../client/field-errors.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useCommand, useRead } from '../../client/reads.tsx';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Figure } from '../../design/figures.tsx';
import { TextArea } from '../../design/inputs.tsx';
import { Card, Grid, Page, Row, Stack } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { NextStep } from '../../design/record.tsx';
import { UnknownPage } from '../../design/states.tsx';
import { Table } from '../../design/table.tsx';
import { toast } from '../../design/toast.tsx';
import { pathTo } from '../../shell/address.ts';
import type { ScreenProps } from '../../shell/screens.tsx';
import { useCoreWords } from '../../words/core.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { Download } from './download.tsx';
import { useKeptForm } from './kept.ts';
import { ReportFiles } from './report-files.tsx';
import { portalScreens as at } from './screens.ts';
import { useAwardWords, usePortalWords } from './words.ts';

type Evaluation = Reply<typeof evaluationRoutes.read>;
type Of = { readonly evaluation: Evaluation };

const Form = z.object({ summary: z.string(), documentIds: z.array(z.string()) });

function Write({ evaluation }: Of) {
  const words = useAwardWords().report;
  const core = useCoreWords();
  const { awardId, stage } = evaluation.state;
  const [form, change, done] = useKeptForm(`report.${awardId}.${stage}`, Form, { summary: '', documentIds: [] });
  const [shows, setShows] = useState(false);
  const report = useCommand(evaluationRoutes.report);
  const refused = useFieldErrors(report.problem, { 'document.not-clean': 'documentIds' });
  const local = fieldErrorsOf(issuesIn(evaluationRoutes.report, form), core.issues);
  const errors: FieldErrors = { ...refused, ...(shows ? local : {}) };
  const submit = async () => {
    setShows(true);
    if (Object.keys(local).length > 0) return;
    const result = await report.run({ params: { awardId, stage }, ifMatch: evaluation.version, body: form });
    if (!result.ok) return;
    done();
    toast(words.submitted);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit();
  };
  return (
    <Card title={words.write}>
      <form className="hb-form" onSubmit={onSubmit} noValidate>
        <ProblemSummary
          title={report.problem?.title}
          fields={errors}
          labels={{ summary: words.summary, documentIds: words.files }}
        />
        <TextArea
          name="summary"
          required
          limit={4000}
          rows={10}
          label={words.summary}
          hint={words.summaryHint}
          value={form.summary}
          onChange={(summary) => change({ ...form, summary })}
          error={errors['summary']}
        />
        <ReportFiles
          awardId={awardId}
          documents={evaluation.documents}
          chosen={form.documentIds}
          onChange={(documentIds) => change({ ...form, documentIds: [...documentIds] })}
          error={errors['documentIds']}
        />
        <p className="hb-hint">{words.keptHere}</p>
        <Row>
          <Button kind="primary" type="submit" busy={report.running}>
            {words.submit}
          </Button>
        </Row>
      </form>
    </Card>
  );
}

/** The result in its four dimensions, once the foundation has confirmed it. */
function Result({ evaluation }: Of) {
  const words = useAwardWords().report;
  const names = useDomainWords().dimension;
  const { totals, score, passed, passScore, opinion } = evaluation.state;
  if (score === undefined || !totals) return null;
  const mostOf = (dimension: (typeof dimensions)[number]) =>
    evaluation.form.filter((line) => line.dimension === dimension).reduce((sum, { max }) => sum + max, 0);
  return (
    <Card
      title={words.result}
      actions={<Badge tone={passed ? 'done' : 'refused'}>{passed ? words.passed : words.failed}</Badge>}
    >
      <Figure value={score} label={words.score} note={words.passLine(passScore)} />
      <Table
        caption={words.byDimension}
        hideCaption
        rows={dimensions}
        keyOf={(dimension) => dimension}
        columns={[
          { key: 'dimension', label: words.dimension, cell: (dimension) => names[dimension] },
          {
            key: 'bar',
            label: words.share,
            cell: (dimension) => (
              <progress max={mostOf(dimension)} value={totals[dimension]} aria-label={names[dimension]} />
            ),
          },
          {
            key: 'total',
            label: words.points,
            align: 'right',
            cell: (dimension) => `${totals[dimension]} / ${mostOf(dimension)}`,
          },
        ]}
      />
      {opinion ? (
        <>
          <h3>{words.opinion}</h3>
          <p className="portal-answer">{opinion}</p>
        </>
      ) : null}
    </Card>
  );
}

function Handed({ evaluation }: Of) {
  const words = useAwardWords().report;
  const format = useFormat();
  const { report } = evaluation.state;
  if (!report) return null;
  const files = evaluation.documents.filter(({ documentId }) => report.documentIds.includes(documentId));
  return (
    <Card title={words.handed(format.dateTime(report.at))}>
      <p className="portal-answer">{report.summary}</p>
      <Row>
        {files.map((document) => (
          <Download key={document.documentId} document={document} />
        ))}
      </Row>
    </Card>
  );
}

function Next({ evaluation }: Of) {
  const words = useAwardWords().report;
  const { phase, reportDueAt, dueAt } = evaluation.state;
  switch (phase) {
    case 'awaitingReport':
      return <NextStep what={words.submit} due={reportDueAt} note={words.lateNote} />;
    case 'reported':
      return <NextStep what={words.assigning} who={words.foundation} />;
    case 'assigned':
      return <NextStep what={words.evaluating} who={words.evaluator} due={dueAt} note={words.evaluatingNote} />;
    case 'submitted':
      return <NextStep what={words.confirming} who={words.foundation} />;
    case 'confirmed':
    case 'cancelled':
      return null;
  }
}

function Figures({ evaluation: { figures } }: Of) {
  const words = useAwardWords().report;
  const format = useFormat();
  return (
    <Card title={words.figures}>
      <Grid min="9rem">
        <Figure value={format.number(figures.people)} label={words.people(format.number(figures.plannedPeople))} />
        <Figure value={format.number(figures.personTimes)} label={words.personTimes} />
        <Figure value={format.number(figures.records)} label={words.records} />
      </Grid>
    </Card>
  );
}

function ReportPage({ awardId, stage }: { readonly awardId: string; readonly stage: z.output<typeof Stage> }) {
  const words = useAwardWords();
  const portal = usePortalWords();
  const stages = useDomainWords().stage;
  const read = useRead(evaluationRoutes.read, { params: { awardId, stage } });
  const state = read.state === 'ready' ? read.value.state : undefined;
  return (
    <Page
      title={words.report.title(stages[stage])}
      badge={state ? <PhaseBadge kind="evaluation" phase={state.phase} /> : null}
      lead={state?.title}
      crumbs={[
        { label: portal.nav.awards, to: at.awards.path },
        { label: state?.title ?? words.award.title, to: pathTo(at.award.path, { awardId }) },
      ]}
    >
      <Loaded read={read}>
        {({ value }) => (
          <Stack>
            <Next evaluation={value} />
            <Result evaluation={value} />
            <Figures evaluation={value} />
            {value.may.includes('evaluation.report') ? <Write evaluation={value} /> : null}
            <Handed evaluation={value} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

export function Screen({ params }: ScreenProps<typeof at.report.path>) {
  const stage = Stage.safeParse(params.stage).data;
  return stage ? <ReportPage awardId={params.awardId} stage={stage} /> : <UnknownPage isPage />;
}
