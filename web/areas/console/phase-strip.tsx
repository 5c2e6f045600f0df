import type { ReactNode } from 'react';

type StripEntry = {
  readonly id: string;
  readonly label: string;
  readonly count: string;
  readonly note?: ReactNode;
};

type Props = {
  readonly label: string;
  readonly entries: readonly StripEntry[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
};

/** Each phase with how much is in it; one of them is shown below. */
export function PhaseStrip({ label, entries, chosen, onChoose }: Props) {
  return (
    <fieldset className="hc-strip hc-plain" data-columns={entries.length === 5 ? 5 : undefined}>
      <legend className="hb-hidden">{label}</legend>
      {entries.map((entry) => (
        <button key={entry.id} type="button" aria-pressed={entry.id === chosen} onClick={() => onChoose(entry.id)}>
          <span>{entry.label}</span>
          <strong>{entry.count}</strong>
          <small>{entry.note}</small>
        </button>
      ))}
    </fieldset>
  );
}

type Filled<Id> = { readonly id: Id; readonly rows: number | undefined };

/**
 * The phase to open with: one's own work if there is any, else the first phase with something in it. Nothing while a
 * phase that could be it is still on its way.
 */
export function firstFilled<Id>(entries: readonly Filled<Id>[], own: Id): Id | undefined {
  const ordered = [...entries.filter(({ id }) => id === own), ...entries.filter(({ id }) => id !== own)];
  const first = ordered.find(({ rows }) => rows === undefined || rows > 0);
  if (!first) return own;
  return first.rows === undefined ? undefined : first.id;
}
