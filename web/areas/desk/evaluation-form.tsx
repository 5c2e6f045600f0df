import { useState } from 'react';
import { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import { type Evaluation, gradeOf, type Indicator, submitEvaluation } from '#shared/domain/evaluation';
import { dimensions } from '#shared/domain/reference';
import { type FieldErrors, fieldErrorsOf, issuesIn, useFieldErrors } from '../../client/field-errors.ts';
import { useCommand } from '../../client/reads.tsx';
import { TextArea } from '../../design/inputs.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { toast } from '../../design/toast.tsx';
import { useCoreWords } from '../../words/core.ts';
import { deskWords } from '../../words/desk.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { GradePreview } from './grade-preview.tsx';
import { refusedId } from './refused-id.ts';
import { SheetLine } from './sheet-line.tsx';
import { summaryOf } from './sheet-summary.ts';
import { SubmitBar } from './submit-bar.tsx';
import { lineOf, type SheetDraft, sumOf, useDraft } from './use-draft.ts';

export type EvaluationFormProps = {
  readonly evaluation: Evaluation;
  readonly form: readonly Indicator[];
  readonly version: number;
  readonly onStale: () => void;
};

const bodyOf = (form: readonly Indicator[], draft: SheetDraft) => ({
  marks: form.map(({ id }) => ({ id, score: lineOf(draft, id).score, evidence: lineOf(draft, id).text })),
  opinion: draft.opinion,
});

/** As with the reviews, the decision itself judges each mark. */
function isRefused(evaluation: Evaluation, indicator: Indicator, draft: SheetDraft) {
  const { score, text } = lineOf(draft, indicator.id);
  const marks = score === undefined ? [] : [{ id: indicator.id, score, evidence: text }];
  const by = { by: evaluation.contactId, at: evaluation.reportDueAt };
  return !submitEvaluation(evaluation, [indicator], { ...by, formVersion: 0, marks, opinion: '' }).ok;
}

function useErrors({ evaluation, form }: EvaluationFormProps, draft: SheetDraft): FieldErrors {
  const issues = useCoreWords().issues;
  const words = useWords(deskWords).errors;
  const found = form.flatMap((indicator, index): [string, string][] => [
    ...(isRefused(evaluation, indicator, draft)
      ? ([[`marks.${index}.score`, words.score(indicator.max)]] satisfies [string, string][])
      : []),
    ...(lineOf(draft, indicator.id).text.trim() === ''
      ? ([[`marks.${index}.evidence`, words.evidence]] satisfies [string, string][])
      : []),
  ]);
  return {
    ...fieldErrorsOf(issuesIn(evaluationRoutes.submit, bodyOf(form, draft)), issues),
    ...Object.fromEntries(found),
  };
}

/** An evaluation that was sent back begins with what was submitted before. */
const before = ({ marks = [], opinion = '' }: Evaluation): SheetDraft => ({
  lines: Object.fromEntries(marks.map(({ id, score, evidence }) => [id, { score, text: evidence }])),
  opinion,
});

/** The evaluation form (评估表): four dimensions, a mark and its evidence for each indicator. */
export function EvaluationForm(props: EvaluationFormProps) {
  const { evaluation, form, version, onStale } = props;
  const { awardId, stage, evaluatorId, passScore } = evaluation;
  const words = useWords(deskWords);
  const { dimension: dimensionWords, grade: grades } = useDomainWords();
  const language = useLanguage();
  const [tried, setTried] = useState(false);
  const { draft, kept, setLine, setOpinion, forget } = useDraft(
    `hubang.evaluation.${evaluatorId}.${awardId}.${stage}`,
    before(evaluation),
  );
  const submit = useCommand(evaluationRoutes.submit);
  const local = useErrors(props, draft);
  const refusedAt = form.findIndex(({ id }) => id === refusedId(submit.problem));
  const refused = useFieldErrors(submit.problem, { 'evaluation.mark-invalid': `marks.${refusedAt}.score` });
  const errors: FieldErrors = { ...refused, ...(tried ? local : {}) };
  const scoreOf = ({ id }: Indicator) => draft.lines[id]?.score;
  const total = sumOf(form.map(scoreOf));
  const marked = form.filter((indicator) => scoreOf(indicator) !== undefined).length;
  const labels = Object.fromEntries([
    ...form.flatMap(({ name }, index) => [
      [`marks.${index}.score`, name[language]],
      [`marks.${index}.evidence`, name[language]],
    ]),
    ['opinion', words.evaluation.form.opinion],
  ]);

  const send = async () => {
    const marks = form.map(({ id }) => ({ id, score: lineOf(draft, id).score ?? 0, evidence: lineOf(draft, id).text }));
    const body = { marks, opinion: draft.opinion };
    const result = await submit.run({ params: { awardId, stage }, ifMatch: version, body });
    if (!result.ok) return result.problem.code === 'record.stale' ? onStale() : undefined;
    forget();
    toast(words.evaluation.form.submitted);
  };

  return (
    <div className="hb-stack">
      <h2>{words.evaluation.form.title}</h2>
      <p className="hb-lead">{evaluation.marks ? words.evaluation.form.sentBack : words.evaluation.form.lead}</p>
      {evaluation.sentBackReason ? (
        <section className="desk-returned" aria-label={words.evaluation.form.sentBackFor}>
          <strong>{words.evaluation.form.sentBackFor}</strong>
          <p className="desk-text">{evaluation.sentBackReason}</p>
        </section>
      ) : null}
      <ProblemSummary
        title={submit.problem?.title}
        fields={summaryOf(errors, { list: 'marks', text: 'evidence', count: form.length }, words.errors)}
        labels={labels}
      />
      {dimensions.map((dimension) => {
        const own = form.filter((indicator) => indicator.dimension === dimension);
        const max = sumOf(own.map((indicator) => indicator.max));
        return (
          <section key={dimension} className="desk-dimension" aria-label={dimensionWords[dimension]}>
            <div className="desk-dimension-head">
              <h3>{dimensionWords[dimension]}</h3>
              <strong>{words.points(String(sumOf(own.map(scoreOf))), max)}</strong>
            </div>
            <ol className="desk-lines">
              {own.map((indicator) => {
                const { id, name, measure, formula } = indicator;
                const index = form.indexOf(indicator);
                return (
                  <SheetLine
                    heading="h4"
                    key={id}
                    title={`${id} ${name[language]}`}
                    lookFor={
                      <>
                        {words.evaluation.form[measure]} · <span lang="zh-CN">{formula}</span>
                      </>
                    }
                    max={indicator.max}
                    line={lineOf(draft, id)}
                    onChange={(line) => setLine(id, line)}
                    score={{
                      name: `marks.${index}.score`,
                      label: words.evaluation.form.score,
                      error: errors[`marks.${index}.score`],
                    }}
                    text={{
                      name: `marks.${index}.evidence`,
                      label: words.evaluation.form.evidence,
                      required: true,
                      limit: 1000,
                      error: errors[`marks.${index}.evidence`],
                    }}
                  />
                );
              })}
            </ol>
          </section>
        );
      })}
      <TextArea
        name="opinion"
        label={words.evaluation.form.opinion}
        hint={words.evaluation.form.opinionHint}
        required
        limit={4000}
        value={draft.opinion}
        onChange={setOpinion}
        error={errors['opinion']}
      />
      <GradePreview score={total} passScore={passScore} />
      <p className="hb-hint">{kept ? words.draftKept : words.draftLost}</p>
      <SubmitBar
        progress={words.evaluation.form.scored(marked, form.length)}
        total={`${words.evaluation.form.total} ${words.points(String(total), 100)}`}
        label={words.evaluation.form.submit}
        confirmTitle={words.evaluation.form.confirmTitle}
        confirm={words.evaluation.form.confirm(String(total), grades[gradeOf(total)])}
        busy={submit.running}
        check={() => {
          setTried(true);
          return Object.keys(local).length === 0;
        }}
        onSubmit={send}
      />
    </div>
  );
}
