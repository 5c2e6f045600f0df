import { useEffect, useRef } from 'react';
import { useCoreWords } from '../words/core.ts';
import { fieldId } from './field.tsx';

export type ProblemSummaryProps = {
  /** The refusal as a whole; nothing is shown without it and without fields. */
  readonly title?: string | undefined;
  /** Path of the field -> words. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
};

/** What was refused, at the top of the form, with a way to each field. It takes the focus so that it is read out. */
export function ProblemSummary({ title, fields = {}, labels = {} }: ProblemSummaryProps) {
  const { form: words, labelled } = useCoreWords();
  const box = useRef<HTMLDivElement>(null);
  const entries = Object.entries(fields);
  const isShown = title !== undefined || entries.length > 0;
  useEffect(() => {
    if (isShown) box.current?.focus();
  }, [isShown]);
  if (!isShown) return null;
  return (
    <div className="hb-summary" role="alert" tabIndex={-1} ref={box}>
      <h2>{title ?? words.problems}</h2>
      {entries.length > 0 ? (
        <ul>
          {entries.map(([path, text]) => (
            <li key={path}>
              <a href={`#${fieldId(path)}`} onClick={() => document.getElementById(fieldId(path))?.focus()}>
                {labels[path] ? labelled(labels[path], text) : text}
              </a>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
