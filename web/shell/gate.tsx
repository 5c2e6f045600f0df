import { type ReactNode, useEffect } from 'react';
import { Refusal } from '../client/loaded.tsx';
import { useMe } from '../client/me.ts';
import { Page } from '../design/layout.tsx';
import { useCoreWords } from '../words/core.ts';
import { navigate } from './address.ts';
import { type AreaName, areas, ownArea } from './areas.ts';
import { LinkPerson } from './link-person.tsx';
import { SignInRequired } from './sign-in.tsx';
import { Waiting } from './waiting.tsx';

/** Only whoever is signed in and known is let in; the API decides again on every call. */
export function Gate({ name, children }: { readonly name: AreaName; readonly children: ReactNode }) {
  const words = useCoreWords();
  const me = useMe();
  switch (me.state) {
    case 'signedOut':
      return <SignInRequired />;
    case 'loading':
      return <Waiting />;
    case 'unlinked':
      return <LinkPerson />;
    case 'refused':
      return (
        <Page title={words.nav[name]}>
          <Refusal problem={me.problem} retry={me.retry} />
        </Page>
      );
    case 'known':
      return children;
  }
}

function Go() {
  const me = useMe();
  const to = me.state === 'known' ? areas[ownArea(me.me.roles)].prefix : undefined;
  useEffect(() => {
    if (to) navigate(to, { replace: true });
  }, [to]);
  return <Waiting />;
}

/** Where one goes whose own area is known only after signing in. */
export const OwnArea = () => (
  <Gate name="public">
    <Go />
  </Gate>
);
