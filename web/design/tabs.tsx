import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';

export type Tab = { readonly id: string; readonly label: ReactNode; readonly content: ReactNode };
export type TabsProps = {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
};

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** Arrow keys move between tabs, Tab goes into the content (WAI-ARIA tabs pattern). */
export function Tabs({ label, tabs, selected, onSelect }: TabsProps) {
  const own = useId();
  const list = useRef<HTMLDivElement>(null);
  const at = Math.max(
    0,
    tabs.findIndex(({ id }) => id === selected),
  );
  const current = tabs[at];
  const move = (event: KeyboardEvent) => {
    const step = steps[event.key];
    const index = step && (at + step + tabs.length) % tabs.length;
    const next = index === undefined ? undefined : tabs[index];
    if (!step || !next) return;
    event.preventDefault();
    onSelect(next.id);
    list.current?.querySelectorAll('button')[index ?? 0]?.focus();
  };
  if (!current) return null;
  return (
    <div className="hb-stack">
      <div className="hb-tabs" role="tablist" aria-label={label} ref={list}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${own}-${tab.id}`}
            aria-selected={tab === current}
            aria-controls={`${own}-panel`}
            tabIndex={tab === current ? 0 : -1}
            onClick={() => onSelect(tab.id)}
            onKeyDown={move}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${own}-panel`} aria-labelledby={`${own}-${current.id}`}>
        {current.content}
      </div>
    </div>
  );
}
