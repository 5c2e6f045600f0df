import { type ActProps, ReasonAct } from './act.tsx';
import { useConsoleWords } from './console-nav.ts';

type RestartProps = Pick<ActProps, 'command'> & { readonly send: (reason: string) => ReturnType<ActProps['send']> };

/** Starts the workflow of a record again, whichever record it is: the same question, the same words. */
export function Restart({ command, send }: RestartProps) {
  const words = useConsoleWords().actions;
  return (
    <ReasonAct
      label={words.restart}
      title={words.restartTitle}
      note={words.restartNote}
      limit={500}
      command={command}
      send={send}
      done={words.restarted}
    />
  );
}
