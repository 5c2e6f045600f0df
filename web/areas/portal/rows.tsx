import type { ReactNode } from 'react';
import { Button } from '../../design/button.tsx';
import { FieldSet } from '../../design/field.tsx';
import { useCoreWords } from '../../words/core.ts';
import { useApplicationWords } from './words.ts';

type Keyed = { readonly key: string };

type Props<Row extends Keyed> = {
  /** The path of the list in the section, such as `lines`. */
  readonly name: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly rows: readonly Row[];
  /** How one row is called: "Item 2". */
  readonly nameOf: (number: number) => string;
  readonly addLabel: string;
  readonly columns: 2 | 3;
  readonly most: number;
  /** Rows that are kept on this device only, because something of them is still missing. */
  readonly begun: readonly number[];
  readonly onAdd: () => void;
  readonly onChange: (rows: readonly Row[]) => void;
  readonly fields: (row: Row, index: number, set: (part: Partial<Row>) => void) => ReactNode;
  /** Beside the button that removes the row, such as its sum. */
  readonly end?: (row: Row) => ReactNode;
};

/** A list that grows row by row; each row is a group of its own, so that it reads well on a phone and aloud. */
export function Rows<Row extends Keyed>(props: Props<Row>) {
  const words = useApplicationWords().rows;
  const core = useCoreWords().form;
  const { rows, onChange, nameOf } = props;
  const field = { name: props.name, label: props.label, hint: props.hint, error: props.error };
  return (
    <FieldSet {...field} required>
      <div className="hb-stack">
        {rows.map((row, index) => (
          <fieldset className="portal-line" data-columns={props.columns} key={row.key}>
            <legend>{nameOf(index + 1)}</legend>
            {props.fields(row, index, (part) =>
              onChange(rows.map((other) => (other === row ? { ...row, ...part } : other))),
            )}
            <div className="portal-line-end portal-across">
              <span>
                {props.end?.(row)}
                {props.begun.includes(index) ? <small className="hb-hint"> {words.begun}</small> : null}
              </span>
              <Button
                kind="plain"
                aria-label={`${core.remove} ${nameOf(index + 1)}`}
                onClick={() => onChange(rows.filter((other) => other !== row))}
              >
                {core.remove}
              </Button>
            </div>
          </fieldset>
        ))}
        {rows.length < props.most ? (
          <div>
            <Button onClick={props.onAdd}>{props.addLabel}</Button>
          </div>
        ) : (
          <p>{words.most(props.most)}</p>
        )}
      </div>
    </FieldSet>
  );
}
