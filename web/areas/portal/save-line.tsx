import { signIn } from '../../client/session.ts';
import { Button } from '../../design/button.tsx';
import { Icon, type IconName } from '../../design/icon.tsx';
import { now } from '../../words/clock.ts';
import { useCoreWords } from '../../words/core.ts';
import { useFormat } from '../../words/format.ts';
import type { SectionEdit } from './use-section.ts';
import { useApplicationWords } from './words.ts';

type Edit = Pick<SectionEdit<unknown, unknown>, 'state' | 'reading' | 'flush'>;
type Line = { readonly tone: 'done' | 'due' | undefined; readonly text: string; readonly mark: IconName };

/** What is saved, what is not, and what happens with the rest. */
function useLine({ state, reading }: Edit): Line {
  const words = useApplicationWords().save;
  const format = useFormat();
  if (reading.content === undefined && state.kind !== 'stale')
    return { tone: 'due', mark: 'problem', text: words.unfit };
  switch (state.kind) {
    case 'stale':
      return { tone: 'due', mark: 'problem', text: words.stale };
    case 'untouched':
      return { tone: undefined, mark: 'nothing', text: words.untouched };
    case 'typing':
      return { tone: undefined, mark: 'waiting', text: words.typing };
    case 'saving':
      return { tone: undefined, mark: 'waiting', text: words.saving };
    case 'lost':
      return { tone: 'due', mark: 'problem', text: words.lost };
    case 'refused':
      return { tone: 'due', mark: 'problem', text: words.refused(state.problem.title) };
    case 'saved': {
      const at = format.dateTime(state.at);
      const isToday = format.daysUntil(state.at, now()) === 0;
      return { tone: 'done', mark: 'done', text: words.saved(isToday ? at.slice(-5) : at) };
    }
  }
}

/** Stays in sight while one types. Screen readers hear of what is settled, not of each key. */
export function SaveLine(edit: Edit) {
  const words = useApplicationWords().save;
  const core = useCoreWords();
  const { tone, mark, text } = useLine(edit);
  const { state, reading } = edit;
  const isPassing = state.kind === 'typing' || state.kind === 'saving';
  const isSignedOut = state.kind === 'refused' && state.problem.code === 'client.signed-out';
  return (
    <div className="portal-save" data-tone={tone} data-state={state.kind}>
      <Icon name={mark} />
      <span role="status">{isPassing ? null : text}</span>
      {isPassing ? <span aria-hidden="true">{text}</span> : null}
      {reading.begun.length > 0 ? <small>{words.begun(reading.begun.length)}</small> : null}
      {state.kind === 'lost' ? <Button onClick={edit.flush}>{words.tryNow}</Button> : null}
      {isSignedOut ? <Button onClick={() => void signIn()}>{core.session.signIn}</Button> : null}
    </div>
  );
}
