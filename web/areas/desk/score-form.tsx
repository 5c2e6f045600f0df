import { useState } from 'react';
import { reviewRoutes } from '#shared/contracts/routes/review';
import type { Criterion } from '#shared/domain/call';
import { type Review, submitReview } from '#shared/domain/review';
import { type FieldErrors, fieldErrorsOf, issuesIn, useFieldErrors } from '../../client/field-errors.ts';
import type { Problem } from '../../client/problem.ts';
import { useCommand } from '../../client/reads.tsx';
import { TextArea } from '../../design/inputs.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { toast } from '../../design/toast.tsx';
import { useCoreWords } from '../../words/core.ts';
import { deskWords } from '../../words/desk.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { refusedId } from './refused-id.ts';
import { SheetLine } from './sheet-line.tsx';
import { summaryOf } from './sheet-summary.ts';
import { SubmitBar } from './submit-bar.tsx';
import { lineOf, type SheetDraft, sumOf, useDraft } from './use-draft.ts';

export type ScoreFormProps = {
  readonly review: Review;
  readonly rubric: readonly Criterion[];
  readonly version: number;
  readonly onStale: () => void;
};

/** The decision itself judges each line by itself, so that the sheet can never ask for something else than the platform. */
function refusalOf(review: Review, criterion: Criterion, draft: SheetDraft) {
  const { score, text } = lineOf(draft, criterion.id);
  const lines = score === undefined ? [] : [{ id: criterion.id, score, reason: text }];
  const verdict = submitReview(review, [criterion], { by: review.expertId, at: review.dueAt, lines, opinion: '' });
  return verdict.ok ? undefined : verdict.error.code;
}

const bodyOf = (rubric: readonly Criterion[], { lines, opinion }: SheetDraft) => ({
  lines: rubric.map(({ id }) => ({ id, score: lines[id]?.score, reason: lines[id]?.text ?? '' })),
  opinion,
});

function useErrors({ review, rubric }: ScoreFormProps, draft: SheetDraft) {
  const issues = useCoreWords().issues;
  const words = useWords(deskWords).errors;
  const found = rubric.flatMap((criterion, index): [string, string][] => {
    const code = refusalOf(review, criterion, draft);
    if (code === 'review.line-invalid') return [[`lines.${index}.score`, words.score(criterion.max)]];
    return code === 'review.reason-missing' ? [[`lines.${index}.reason`, words.reason]] : [];
  });
  return {
    ...fieldErrorsOf(issuesIn(reviewRoutes.submit, bodyOf(rubric, draft)), issues),
    ...Object.fromEntries(found),
  };
}

/** Refusals that name a criterion lead to its field. */
function useRefused(problem: Problem | undefined, rubric: readonly Criterion[]): FieldErrors {
  const index = rubric.findIndex(({ id }) => id === refusedId(problem));
  return useFieldErrors(problem, {
    'review.line-invalid': `lines.${index}.score`,
    'review.reason-missing': `lines.${index}.reason`,
  });
}

/** The score sheet of an expert (评分表). */
export function ScoreForm(props: ScoreFormProps) {
  const { review, rubric, version, onStale } = props;
  const words = useWords(deskWords);
  const language = useLanguage();
  const [tried, setTried] = useState(false);
  const { draft, kept, setLine, setOpinion, forget } = useDraft(
    `hubang.review.${review.expertId}.${review.applicationId}`,
    { lines: {}, opinion: '' },
  );
  const submit = useCommand(reviewRoutes.submit);
  const local = useErrors(props, draft);
  const refused = useRefused(submit.problem, rubric);
  const errors: FieldErrors = { ...refused, ...(tried ? local : {}) };
  const scores = rubric.map(({ id }) => draft.lines[id]?.score);
  const total = String(sumOf(scores));
  const labels = Object.fromEntries([
    ...rubric.flatMap(({ name }, index) => [
      [`lines.${index}.score`, name[language]],
      [`lines.${index}.reason`, name[language]],
    ]),
    ['opinion', words.review.form.opinion],
  ]);

  const send = async () => {
    const lines = rubric.map(({ id }) => ({ id, score: lineOf(draft, id).score ?? 0, reason: lineOf(draft, id).text }));
    const { applicationId } = review;
    const body = { lines, opinion: draft.opinion };
    const result = await submit.run({ params: { applicationId }, ifMatch: version, body });
    if (!result.ok) return result.problem.code === 'record.stale' ? onStale() : undefined;
    forget();
    toast(words.review.form.submitted);
  };

  return (
    <div className="hb-stack">
      <h2>{words.review.form.title}</h2>
      <p className="hb-lead">{words.review.form.lead}</p>
      <ProblemSummary
        title={submit.problem?.title}
        fields={summaryOf(errors, { list: 'lines', text: 'reason', count: rubric.length }, words.errors)}
        labels={labels}
      />
      <ol className="desk-lines">
        {rubric.map((criterion, index) => {
          const { id, name, lookFor, max } = criterion;
          const isReasonDue =
            refusalOf(review, criterion, { ...draft, lines: { [id]: { ...lineOf(draft, id), text: '' } } }) ===
            'review.reason-missing';
          return (
            <SheetLine
              heading="h3"
              key={id}
              title={`${id} ${name[language]}`}
              lookFor={<span lang="zh-CN">{lookFor}</span>}
              max={max}
              line={lineOf(draft, id)}
              onChange={(line) => setLine(id, line)}
              score={{
                name: `lines.${index}.score`,
                label: words.review.form.score,
                error: errors[`lines.${index}.score`],
              }}
              text={{
                name: `lines.${index}.reason`,
                label: words.review.form.reason,
                hint: isReasonDue ? words.review.form.reasonNow : words.review.form.reasonWhen,
                required: isReasonDue,
                limit: 1000,
                error: errors[`lines.${index}.reason`],
              }}
            />
          );
        })}
      </ol>
      <TextArea
        name="opinion"
        label={words.review.form.opinion}
        hint={words.review.form.opinionHint}
        required
        limit={2000}
        value={draft.opinion}
        onChange={setOpinion}
        error={errors['opinion']}
      />
      <p className="hb-hint">{kept ? words.draftKept : words.draftLost}</p>
      <SubmitBar
        progress={words.review.form.scored(scores.filter((score) => score !== undefined).length, rubric.length)}
        total={`${words.review.form.total} ${words.points(total, sumOf(rubric.map(({ max }) => max)))}`}
        label={words.review.form.submit}
        confirmTitle={words.review.form.confirmTitle}
        confirm={words.review.form.confirm(total)}
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
