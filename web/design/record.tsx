import { type ReactNode, useId } from 'react';
import { Link } from '../shell/link.tsx';
import { useCoreWords } from '../words/core.ts';
import { useFormat } from '../words/format.ts';
import { Badge, type Tone } from './badge.tsx';
import { Empty } from './states.tsx';

export type TimelineEntry = {
  readonly id: string;
  readonly what: ReactNode;
  readonly who: string;
  /** An instant. */
  readonly at: string;
  readonly why?: string | undefined;
  readonly tone?: Tone;
};

/** Who did what, when and why; the newest first, as given. */
export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  const { timeline: words, labelled } = useCoreWords();
  const format = useFormat();
  if (entries.length === 0) return <Empty title={words.empty} />;
  return (
    <ol className="hb-timeline">
      {entries.map(({ id, what, who, at, why, tone }) => (
        <li key={id} data-tone={tone}>
          <strong>{what}</strong>
          <small>
            <time dateTime={at}>{format.deadline(at)}</time> · {words.by(who)}
          </small>
          {why ? <blockquote>{labelled(words.why, why)}</blockquote> : null}
        </li>
      ))}
    </ol>
  );
}

export type NextStepProps = {
  /** What has to be done; absent when there is nothing to do. */
  readonly what?: string;
  /** Who has to do it; absent when it is the reader. */
  readonly who?: string;
  /** An instant. Within three days, or past, it is shown as due. */
  readonly due?: string | undefined;
  readonly note?: ReactNode;
  readonly action?: ReactNode;
  /** One of several under a heading that says whose they are. */
  readonly isListed?: boolean;
};

const toneOf = (what: string | undefined, daysLeft: number | undefined) => {
  if (!what) return 'done';
  return daysLeft !== undefined && daysLeft <= 3 ? 'due' : 'active';
};

/** What happens next, who does it and until when: every record page begins with it. */
export function NextStep({ what, who, due, note, action, isListed = false }: NextStepProps) {
  const { nextStep: words, labelled } = useCoreWords();
  const format = useFormat();
  const id = useId();
  const Heading = isListed ? 'h3' : 'h2';
  const title = isListed ? what : what && labelled(words.title, what);
  return (
    <section
      className="hb-next-step"
      aria-labelledby={id}
      data-tone={toneOf(what, due ? format.daysUntil(due) : undefined)}
    >
      <div>
        <Heading id={id}>{title ?? words.nothing}</Heading>
        {what ? (
          <p>
            {who ? words.who(who) : words.yours}
            {due ? (
              <>
                {' · '}
                <span className="hb-due">{words.due(format.deadline(due), format.due(due))}</span>
              </>
            ) : null}
          </p>
        ) : null}
        {note ? <p>{note}</p> : null}
      </div>
      {action}
    </section>
  );
}

export type Task = {
  readonly id: string;
  readonly label: string;
  readonly to: string;
  readonly state: 'not-started' | 'in-progress' | 'done' | 'refused' | 'blocked';
  /** What is missing, or why it was refused. */
  readonly hint?: ReactNode;
};

const taskTones = {
  'not-started': 'neutral',
  'in-progress': 'active',
  done: 'done',
  refused: 'refused',
  blocked: 'neutral',
} as const satisfies Record<Task['state'], Tone>;

/** A long form as a list of sections, so that what is saved and what is missing can be seen at any time. */
export function TaskList({ tasks }: { readonly tasks: readonly Task[] }) {
  const words = useCoreWords().tasks;
  const done = tasks.filter(({ state }) => state === 'done').length;
  return (
    <div className="hb-stack">
      <p className="hb-lead">{words.progress(done, tasks.length)}</p>
      <ul className="hb-tasks">
        {tasks.map(({ id, label, to, state, hint }) => (
          <li key={id}>
            <div>
              {state === 'blocked' ? label : <Link to={to}>{label}</Link>}
              {hint ? <small>{hint}</small> : null}
            </div>
            <Badge tone={taskTones[state]}>{words[state]}</Badge>
          </li>
        ))}
      </ul>
    </div>
  );
}

export type StepperProps = {
  readonly steps: readonly { readonly id: string; readonly label: string }[];
  readonly current: string;
};

/** Where the record stands on its way. An unknown current step means that all lie behind. */
export function Stepper({ steps, current }: StepperProps) {
  const { stepper: words, aside } = useCoreWords();
  const at = steps.findIndex(({ id }) => id === current);
  const stateOf = (index: number) => {
    if (at === -1 || index < at) return 'done';
    return index === at ? 'current' : 'upcoming';
  };
  const here = steps[at];
  return (
    <>
      <ol className="hb-stepper" aria-label={words.label}>
        {steps.map(({ id, label }, index) => (
          <li key={id} data-state={stateOf(index)} aria-current={index === at ? 'step' : undefined}>
            <span>{label}</span>
            <span className="hb-hidden">{aside(words[stateOf(index)])}</span>
          </li>
        ))}
      </ol>
      <p className="hb-stepper-here" aria-hidden="true">
        {here ? words.at(at + 1, steps.length, here.label) : words.all(steps.length)}
      </p>
    </>
  );
}
