import type { Call } from '#shared/domain/call';
import { Badge, type Tone } from '../../design/badge.tsx';
import { now } from '../../words/clock.ts';
import { useConsoleWords } from './console-nav.ts';

export type CallStanding = 'draft' | 'upcoming' | 'open' | 'closed';

/** A call closes by its date, without anybody's command: what people see goes by the clock. */
export function standingOf({ phase, opensAt, closesAt }: Pick<Call, 'phase' | 'opensAt' | 'closesAt'>, at: string) {
  if (phase !== 'published') return phase;
  if (at < opensAt) return 'upcoming';
  return at < closesAt ? 'open' : 'closed';
}

const tones = { draft: 'neutral', upcoming: 'due', open: 'active', closed: 'neutral' } as const satisfies Record<
  CallStanding,
  Tone
>;

/** Where a call stands by now. */
export function CallBadge({ call }: { readonly call: Pick<Call, 'phase' | 'opensAt' | 'closesAt'> }) {
  const words = useConsoleWords().calls.standings;
  const standing: CallStanding = standingOf(call, now());
  return <Badge tone={tones[standing]}>{words[standing]}</Badge>;
}
