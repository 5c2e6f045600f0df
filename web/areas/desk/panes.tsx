import { type ReactNode, useState, useSyncExternalStore } from 'react';
import { Beside } from '../../design/layout.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { breakpoints } from '../../design/tokens.ts';

const wide = matchMedia(`(min-width: ${breakpoints.tabletPx}px)`);
const subscribe = (reader: () => void) => {
  wide.addEventListener('change', reader);
  return () => wide.removeEventListener('change', reader);
};
const useIsWide = () => useSyncExternalStore(subscribe, () => wide.matches);

type Pane = { readonly label: string; readonly content: ReactNode };
export type PanesProps = { readonly label: string; readonly read: Pane; readonly write: Pane };

/** What is judged beside the sheet to judge it by: two columns where there is room, two tabs on a phone. */
export function Panes({ label, read, write }: PanesProps) {
  const isWide = useIsWide();
  const [shown, show] = useState('read');
  if (isWide) {
    return (
      <Beside split="half">
        <section className="hb-stack" aria-label={read.label}>
          {read.content}
        </section>
        <section className="desk-sheet" aria-label={write.label}>
          {write.content}
        </section>
      </Beside>
    );
  }
  return (
    <Tabs
      label={label}
      selected={shown}
      onSelect={show}
      tabs={[
        { id: 'read', label: read.label, content: <div className="hb-stack">{read.content}</div> },
        { id: 'write', label: write.label, content: write.content },
      ]}
    />
  );
}
