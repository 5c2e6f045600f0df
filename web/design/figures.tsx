import type { ReactNode } from 'react';
import { numberOf } from '../words/format.ts';

export type FigureProps = {
  readonly value: ReactNode;
  readonly unit?: string;
  readonly label: string;
  /** The period or source of the figure: a number without it says nothing. */
  readonly note?: ReactNode;
};

export const Figure = ({ value, unit, label, note }: FigureProps) => (
  <figure className="hb-figure">
    <span className="hb-figure-value">
      {value}
      {unit ? <small>{unit}</small> : null}
    </span>
    <figcaption>
      {label}
      {note ? <div className="hb-figure-note">{note}</div> : null}
    </figcaption>
  </figure>
);

export type Bar = { readonly label: string; readonly value: number };
export type BarsProps = {
  /** What is compared. */
  readonly label: string;
  readonly bars: readonly Bar[];
  readonly format?: (value: number) => string;
};

/** A list of labelled numbers; the bars only help the eye. */
export function Bars({ label, bars, format = numberOf }: BarsProps) {
  const largest = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <ul className="hb-bars" aria-label={label}>
      {bars.map((bar) => (
        <li key={bar.label}>
          <span>{bar.label}</span>
          <span className="hb-bar" aria-hidden="true">
            <span style={{ width: `${(bar.value / largest) * 100}%` }} />
          </span>
          <span>{format(bar.value)}</span>
        </li>
      ))}
    </ul>
  );
}
