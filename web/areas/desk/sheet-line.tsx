import type { ReactNode } from 'react';
import { NumberInput, TextArea } from '../../design/inputs.tsx';
import { deskWords } from '../../words/desk.ts';
import { useWords } from '../../words/words.ts';
import type { LineDraft } from './use-draft.ts';

type Field = { readonly name: string; readonly label: string; readonly error: string | undefined };

type Heading = 'h3' | 'h4';

export type SheetLineProps = {
  readonly heading: Heading;
  readonly title: ReactNode;
  readonly lookFor: ReactNode;
  readonly max: number;
  readonly line: LineDraft;
  readonly onChange: (line: LineDraft) => void;
  readonly score: Field;
  readonly text: Field & { readonly hint?: string; readonly required: boolean; readonly limit: number };
};

/** One line of a sheet: what to look for, the score with its maximum, and the words for it. */
export function SheetLine({ heading: Heading, title, lookFor, max, line, onChange, score, text }: SheetLineProps) {
  const words = useWords(deskWords);
  return (
    <li className="desk-line">
      <div>
        <Heading>{title}</Heading>
        <p className="desk-look">{lookFor}</p>
      </div>
      <NumberInput
        name={score.name}
        label={score.label}
        error={score.error}
        required
        decimals
        unit={`/ ${max} ${words.point}`}
        value={line.score}
        onChange={(value) => onChange({ text: line.text, ...(value === undefined ? {} : { score: value }) })}
      />
      <TextArea {...text} rows={2} value={line.text} onChange={(value) => onChange({ ...line, text: value })} />
    </li>
  );
}

export type GivenLineProps = {
  readonly heading: Heading;
  readonly title: ReactNode;
  readonly score: number | undefined;
  readonly max: number;
  readonly text: string;
};

/** The same after it was submitted. */
export function GivenLine({ heading: Heading, title, score, max, text }: GivenLineProps) {
  const words = useWords(deskWords);
  return (
    <li className="desk-given">
      <Heading>{title}</Heading>
      <strong>{words.points(score === undefined ? '–' : String(score), max)}</strong>
      <p className="desk-text">{text}</p>
    </li>
  );
}
