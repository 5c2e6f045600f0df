import type { ReactNode } from 'react';

/** `active` under way, `due` someone has to act, `done` ended well, `refused` ended by a refusal. */
export type Tone = 'neutral' | 'active' | 'due' | 'done' | 'refused';

/** The words carry the meaning; the colour only repeats it. */
export const Badge = ({ tone = 'neutral', children }: { readonly tone?: Tone; readonly children: ReactNode }) => (
  <span className="hb-badge" data-tone={tone}>
    {children}
  </span>
);
