import { useSyncExternalStore } from 'react';
import { useCoreWords } from '../words/core.ts';
import { Icon } from './icon.tsx';

type Toast = { readonly id: number; readonly text: string; readonly tone: 'done' | 'refused' };

const shownMs = 6000;
let toasts: readonly Toast[] = [];
let nextId = 1;
const readers = new Set<() => void>();

function replace(next: readonly Toast[]) {
  toasts = next;
  for (const reader of readers) reader();
}

const dismiss = (id: number) => replace(toasts.filter((toast) => toast.id !== id));

/** Says in passing that something went well. A refusal stays until it is closed: nobody should have to read fast. */
export function toast(text: string, tone: Toast['tone'] = 'done') {
  const id = nextId++;
  replace([...toasts.slice(-2), { id, text, tone }]);
  if (tone === 'done') setTimeout(() => dismiss(id), shownMs);
}

function subscribe(reader: () => void) {
  readers.add(reader);
  return () => readers.delete(reader);
}

/** The live region; once in the shell. */
export function Toasts() {
  const words = useCoreWords().form;
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className="hb-toasts" role="status" aria-live="polite">
      {shown.map(({ id, text, tone }) => (
        <div key={id} className="hb-toast" data-tone={tone}>
          <span>{text}</span>
          <button type="button" aria-label={words.close} onClick={() => dismiss(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
