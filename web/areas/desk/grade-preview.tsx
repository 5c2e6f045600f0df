import { gradeOf } from '#shared/domain/evaluation';
import { Badge } from '../../design/badge.tsx';
import { deskWords } from '../../words/desk.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useWords } from '../../words/words.ts';

export type GradePreviewProps = { readonly score: number; readonly passScore: number; readonly given?: boolean };

/** Which grade a score makes, and whether it reaches the pass line that the next instalment hangs on. */
export function GradePreview({ score, passScore, given = false }: GradePreviewProps) {
  const words = useWords(deskWords).evaluation.form;
  const grades = useDomainWords().grade;
  const passes = score >= passScore;
  return (
    <p className="desk-grade">
      {given ? words.grade : words.preview} <Badge tone={passes ? 'done' : 'due'}>{grades[gradeOf(score)]}</Badge>{' '}
      {passes ? words.passes(String(passScore)) : words.fails(String(passScore))}
    </p>
  );
}
