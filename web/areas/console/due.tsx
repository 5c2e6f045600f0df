import { Badge } from '../../design/badge.tsx';
import { useFormat } from '../../words/format.ts';

/** A due day with what is left until then; amber from three days before, red when it has passed. */
export function Due({ at }: { readonly at: string }) {
  const format = useFormat();
  const days = format.daysUntil(at);
  const near = days <= 3 ? 'due' : 'neutral';
  return (
    <span className="hc-due">
      <span className="hc-moment">{format.deadline(at)}</span>
      <Badge tone={days < 0 ? 'refused' : near}>{format.due(at)}</Badge>
    </span>
  );
}
