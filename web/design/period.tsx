import { useFormat } from '../words/format.ts';

/** Two days; a line may break between them, not within one. */
export function Period({ from, to }: { readonly from: string; readonly to: string }) {
  const format = useFormat();
  return (
    <>
      <span className="hb-day">{format.date(from)}</span> – <span className="hb-day">{format.date(to)}</span>
    </>
  );
}
