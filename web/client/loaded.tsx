import type { ReactNode } from 'react';
import { Button } from '../design/button.tsx';
import { Empty, ErrorState, Loading, NoPermission } from '../design/states.tsx';
import { useCoreWords } from '../words/core.ts';
import type { Problem } from './problem.ts';
import { signIn } from './session.ts';

type Waiting = { readonly state: 'loading' };
type Refused = { readonly state: 'refused'; readonly problem: Problem; readonly retry: () => void };
type Ready = { readonly state: 'ready' };

/** A refused read as a state of the page: sign in again, no permission, or try again. */
export function Refusal({ problem, retry }: Pick<Refused, 'problem' | 'retry'>) {
  const words = useCoreWords();
  const { code, title } = problem;
  if (code === 'client.forbidden') return <NoPermission />;
  if (code === 'client.signed-out') {
    return (
      <>
        <ErrorState title={title} note={words.session.ended} />
        <Button kind="primary" onClick={() => void signIn()}>
          {words.session.signIn}
        </Button>
      </>
    );
  }
  if (code === 'record.unknown')
    return (
      <Empty
        title={title}
        note={words.states.unknownRecordWhy}
        action={<Button onClick={() => history.back()}>{words.states.goBack}</Button>}
      />
    );
  const canRetry = problem.status === 0 || problem.status >= 429;
  // A code helps who has to look for a fault; that a record is not there is said in words.
  return <ErrorState title={title} note={canRetry ? undefined : ''} {...(canRetry ? { retry, code } : {})} />;
}

/** Shows what a read is: still coming, refused, or there. `<Loaded read={award}>{({ value }) => ...}</Loaded>` */
export function Loaded<Read extends Ready>({
  read,
  lines,
  children,
}: {
  readonly read: Waiting | Refused | Read;
  readonly lines?: number;
  readonly children: (read: Read) => ReactNode;
}) {
  if (isWaiting(read)) return <Loading {...(lines ? { lines } : {})} />;
  if (isRefused(read)) return <Refusal problem={read.problem} retry={read.retry} />;
  return children(read);
}

const isWaiting = (read: Waiting | Refused | Ready): read is Waiting => read.state === 'loading';
const isRefused = (read: Waiting | Refused | Ready): read is Refused => read.state === 'refused';
