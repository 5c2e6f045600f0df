import { useEffect, useRef, useState } from 'react';
import { completeSignIn, signIn } from '../client/session.ts';
import { Button } from '../design/button.tsx';
import { Page } from '../design/layout.tsx';
import { Empty, ErrorState, Loading } from '../design/states.tsx';
import { useCoreWords } from '../words/core.ts';
import { navigate, useAddress } from './address.ts';
import { ownAreaPath } from './areas.ts';

/** Starts something once, although a component may be mounted twice while developing. */
function useOnce(start: () => Promise<void>) {
  const [failed, setFailed] = useState(false);
  const started = useRef(false);
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    start().catch((error: unknown) => {
      console.error(error);
      setFailed(true);
    });
  });
  return failed;
}

function Outcome({ failed }: { readonly failed: boolean }) {
  const words = useCoreWords().session;
  return (
    <Page title={failed ? words.failed : words.signingIn}>
      {failed ? <ErrorState title={words.failed} note={words.failedWhy} retry={() => void signIn('/')} /> : <Loading />}
    </Page>
  );
}

/** `/sign-in`: leaves for the sign-in service at once; `?to=` is where one comes back to. */
export function SignIn() {
  const to = useAddress().query.get('to') ?? ownAreaPath;
  return <Outcome failed={useOnce(() => signIn(to))} />;
}

/** `/sign-in/callback`: where the sign-in service sends people back to. */
export function SignInCallback() {
  return <Outcome failed={useOnce(async () => navigate(await completeSignIn(), { replace: true }))} />;
}

/** What a page shows to someone who is not signed in; afterwards one is back here. */
export function SignInRequired() {
  const words = useCoreWords().session;
  return (
    <Page title={words.required}>
      <Empty
        title={words.required}
        note={words.requiredWhy}
        action={
          <Button kind="primary" onClick={() => void signIn()}>
            {words.signIn}
          </Button>
        }
      />
    </Page>
  );
}
