import type { ReactNode } from 'react';
import { Refusal } from '../client/loaded.tsx';
import { useMe } from '../client/me.ts';
import { Page } from '../design/layout.tsx';
import { NoPermission } from '../design/states.tsx';
import { useCoreWords } from '../words/core.ts';
import { type AreaName, mayEnter } from './areas.ts';
import { LinkPerson } from './link-person.tsx';
import { SignInRequired } from './sign-in.tsx';
import { Waiting } from './waiting.tsx';

/** Only the reader's own business is let in; the API decides again on every call. */
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
      return mayEnter(name, me.me.roles) ? (
        children
      ) : (
        <Page title={words.states.noPermission}>
          <NoPermission />
        </Page>
      );
  }
}
