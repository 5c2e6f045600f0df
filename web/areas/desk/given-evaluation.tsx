import type { Evaluation, Indicator } from '#shared/domain/evaluation';
import { dimensions } from '#shared/domain/reference';
import { Card } from '../../design/layout.tsx';
import { deskWords } from '../../words/desk.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { GradePreview } from './grade-preview.tsx';
import { GivenLine } from './sheet-line.tsx';
import { sumOf } from './use-draft.ts';

export type GivenEvaluationProps = { readonly evaluation: Evaluation; readonly form: readonly Indicator[] };

/** An evaluation that was submitted, to be read only. */
export function GivenEvaluation({ evaluation, form }: GivenEvaluationProps) {
  const words = useWords(deskWords);
  const names = useDomainWords().dimension;
  const language = useLanguage();
  const { marks = [], totals, score, opinion, passScore } = evaluation;
  return (
    <Card title={words.evaluation.form.given}>
      <p className="hb-lead">{words.evaluation.form.givenLead}</p>
      <p className="desk-total">
        {words.evaluation.form.total} {words.points(String(score ?? '–'), 100)}
      </p>
      {score === undefined ? null : <GradePreview score={score} passScore={passScore} given />}
      {dimensions.map((dimension) => {
        const own = form.filter((indicator) => indicator.dimension === dimension);
        return (
          <section key={dimension} className="desk-dimension" aria-label={names[dimension]}>
            <div className="desk-dimension-head">
              <h3>{names[dimension]}</h3>
              <strong>{words.points(String(totals?.[dimension] ?? '–'), sumOf(own.map(({ max }) => max)))}</strong>
            </div>
            <ol className="desk-lines">
              {own.map(({ id, name, max }) => {
                const mark = marks.find((one) => one.id === id);
                return (
                  <GivenLine
                    heading="h4"
                    key={id}
                    title={`${id} ${name[language]}`}
                    score={mark?.score}
                    max={max}
                    text={mark?.evidence ?? ''}
                  />
                );
              })}
            </ol>
          </section>
        );
      })}
      <h3>{words.evaluation.form.opinion}</h3>
      <p className="desk-text">{opinion}</p>
    </Card>
  );
}
