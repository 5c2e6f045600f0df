import type { ReactNode } from 'react';
import { Empty } from './states.tsx';

export type Column<Row> = {
  readonly key: string;
  readonly label: string;
  readonly cell: (row: Row) => ReactNode;
  /** Amounts and counts. */
  readonly align?: 'right';
  /** A day, a number, a short name: stays on one line. */
  readonly brief?: boolean;
};

export type TableProps<Row> = {
  /** What the table shows; read out first. */
  readonly caption: string;
  readonly hideCaption?: boolean;
  /** The first column names the row. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly empty?: ReactNode;
  /** Short names and counts alone: stays a table on a phone. */
  readonly narrow?: boolean;
};

/** Rows become cards on a phone, each value with the name of its column. The roles keep it a table for screen readers. */
export function Table<Row>({ caption, hideCaption, columns, rows, keyOf, empty, narrow }: TableProps<Row>) {
  const [first, ...others] = columns;
  if (!first) return null;
  if (rows.length === 0) return empty ?? <Empty />;
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: `display: block` on a phone takes the native roles away.
    <table className="hb-table" role="table" data-narrow={narrow ? '' : undefined}>
      <caption className={hideCaption ? 'hb-hidden' : undefined}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.key} role="columnheader" scope="col" data-align={column.align}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row">
            <th role="rowheader" scope="row" data-align={first.align} data-brief={first.brief ? '' : undefined}>
              {first.cell(row)}
            </th>
            {others.map((column) => (
              <td
                key={column.key}
                role="cell"
                data-align={column.align}
                data-brief={column.brief ? '' : undefined}
                data-label={column.label}
              >
                <span>{column.cell(row)}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: see above.
  );
}

export type Term = { readonly label: string; readonly value: ReactNode };

export const DescriptionList = ({ terms }: { readonly terms: readonly Term[] }) => (
  <dl className="hb-terms">
    {terms.map(({ label, value }) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
