import { Badge } from '../../design/badge.tsx';
import { now as serverNow } from '../../words/clock.ts';
import { useFormat } from '../../words/format.ts';
import { lastMoment } from './moments.ts';

/** A due day with what is left until then; amber from three days before, red when it has passed. */
export function Due({ at }: { readonly at: string }) {
  const format = useFormat();
  const last = lastMoment(at);
  const days = format.daysUntil(last, serverNow());
  const near = days <= 3 ? 'due' : 'neutral';
  return (
    <span>
      {format.date(last)} <Badge tone={days < 0 ? 'refused' : near}>{format.due(last, serverNow())}</Badge>
    </span>
  );
}
