import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useCoreWords } from '../words/core.ts';
import { fieldId } from './field.tsx';

export type ProblemSummaryProps = {
  /** The refusal as a whole; nothing is shown without it and without fields. */
  readonly title?: string | undefined;
  /** Path of the field -> words. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
};

/** In the order of the page, whatever the order in which they were found. */
const inPageOrder = (paths: readonly string[]) => {
  const fields = [...document.querySelectorAll('[id^="field-"]')].map(({ id }) => id);
  const placeOf = (path: string) => {
    const at = fields.indexOf(fieldId(path));
    return at < 0 ? fields.length : at;
  };
  return paths.toSorted((a, b) => placeOf(a) - placeOf(b));
};

/** What was refused, at the top of the form, with a way to each field. It takes the focus so that it is read out. */
export function ProblemSummary({ title, fields = {}, labels = {} }: ProblemSummaryProps) {
  const { form: words, labelled } = useCoreWords();
  const box = useRef<HTMLDivElement>(null);
  const paths = Object.keys(fields);
  const [order, setOrder] = useState(paths);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the fields are on the page once it is rendered; the paths are a new list each time.
  useLayoutEffect(() => setOrder(inPageOrder(paths)), [paths.join(' ')]);
  const isShown = title !== undefined || paths.length > 0;
  useEffect(() => {
    if (isShown) box.current?.focus();
  }, [isShown]);
  if (!isShown) return null;
  return (
    <div className="hb-summary" role="alert" tabIndex={-1} ref={box}>
      <h2>{title ?? words.problems}</h2>
      {paths.length > 0 ? (
        <ul>
          {order.map((path) => {
            const text = fields[path];
            return text === undefined ? null : (
              <li key={path}>
                <a href={`#${fieldId(path)}`} onClick={() => document.getElementById(fieldId(path))?.focus()}>
                  {labels[path] ? labelled(labels[path], text) : text}
                </a>
              </li>
            );
          })}
        </ul>
      ) : null}
    </div>
  );
}
