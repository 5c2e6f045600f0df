import type { ReactNode } from 'react';
import { useCoreWords } from '../words/core.ts';
import { Button, LinkButton } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import { Page } from './layout.tsx';

type StateProps = {
  readonly mark: IconName;
  readonly title?: string;
  readonly note?: ReactNode;
  readonly action?: ReactNode;
  readonly tone?: 'refused';
  readonly alert?: boolean;
};

const State = ({ mark, title, note, action, tone, alert }: StateProps) => (
  <div className="hb-state" data-tone={tone} role={alert ? 'alert' : undefined}>
    <span className="hb-state-mark">
      <Icon name={mark} />
    </span>
    {title ? <h2>{title}</h2> : null}
    {note ? <p>{note}</p> : null}
    {action}
  </div>
);

/** The shape of what is coming, so that the page does not jump. */
export function Skeleton({ lines = 5 }: { readonly lines?: number }) {
  return (
    <div className="hb-skeleton" aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike.
        <span key={line} />
      ))}
    </div>
  );
}

export function Loading({ lines }: { readonly lines?: number }) {
  const words = useCoreWords().states;
  return (
    <div role="status">
      <span className="hb-hidden">{words.loading}</span>
      <Skeleton {...(lines ? { lines } : {})} />
    </div>
  );
}

export type EmptyProps = { readonly title?: string; readonly note?: ReactNode; readonly action?: ReactNode };

/** Says what will be here, and offers the way to make it so. */
export function Empty({ title, note, action }: EmptyProps) {
  const words = useCoreWords().states;
  return <State mark="nothing" title={title ?? words.empty} note={note} action={action} />;
}

export type ErrorStateProps = {
  readonly title?: string | undefined;
  readonly note?: ReactNode;
  /** The code of the refusal: what a caller tells the help desk. */
  readonly code?: string | undefined;
  readonly retry?: () => void;
};

export function ErrorState({ title, note, code, retry }: ErrorStateProps) {
  const words = useCoreWords().states;
  return (
    <State
      mark="problem"
      tone="refused"
      alert
      title={title ?? words.failed}
      note={
        <>
          {note ?? words.failedWhy}
          {code ? (
            <>
              <br />
              <small>{words.reference(code)}</small>
            </>
          ) : null}
        </>
      }
      action={retry ? <Button onClick={retry}>{words.retry}</Button> : null}
    />
  );
}

type WholeProps = {
  readonly action?: ReactNode;
  /** The state is all there is at this address: its words are the heading of the page. */
  readonly isPage?: boolean;
};

const Whole = ({ isPage, title, ...state }: StateProps & { readonly title: string; readonly isPage: boolean }) =>
  isPage ? (
    <Page title={title}>
      <State {...state} />
    </Page>
  ) : (
    <State title={title} {...state} />
  );

export function NoPermission({ action, isPage = false }: WholeProps) {
  const words = useCoreWords().states;
  return (
    <Whole
      isPage={isPage}
      mark="noEntry"
      title={words.noPermission}
      note={words.noPermissionWhy}
      action={action ?? <LinkButton to="/">{words.backHome}</LinkButton>}
    />
  );
}

export function UnknownPage({ action, isPage = false }: WholeProps) {
  const words = useCoreWords().states;
  return (
    <Whole
      isPage={isPage}
      mark="unknown"
      title={words.unknownPage}
      note={words.unknownPageWhy}
      action={action ?? <LinkButton to="/">{words.backHome}</LinkButton>}
    />
  );
}
