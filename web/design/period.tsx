import { useFormat } from '../words/format.ts';

type PeriodProps = { readonly from: string } & (
  | { readonly to: string }
  /** A deadline: the instant at which it ends. */
  | { readonly until: string }
);

/** Two days; a line may break between them, not within one. */
export function Period({ from, ...end }: PeriodProps) {
  const format = useFormat();
  return (
    <>
      <span className="hb-day">{format.date(from)}</span> –{' '}
      <span className="hb-day">{'to' in end ? format.date(end.to) : format.deadline(end.until)}</span>
    </>
  );
}
