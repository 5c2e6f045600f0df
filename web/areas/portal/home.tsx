// biome-ignore lint/correctness/noUnresolvedImports: React's CommonJS build hides this export from the linter.
import { lazy, Suspense } from 'react';
import { publicRoutes } from '#shared/contracts/routes/public';
import type { OrganisationId } from '#shared/kernel/ids';
import { Loaded } from '../../client/loaded.tsx';
import { type Me, useMe } from '../../client/me.ts';
import { useRead } from '../../client/reads.tsx';
import { LinkButton } from '../../design/button.tsx';
import { Card, Page, Stack } from '../../design/layout.tsx';
import { NextStep } from '../../design/record.tsx';
import { Loading } from '../../design/states.tsx';
import { pathTo } from '../../shell/address.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { portalScreens as at } from './screens.ts';
import { usePortalWords } from './words.ts';

/* The page stands before these have come: what the reader's role does not need is never asked for. */
const Adviser = lazy(async () => ({ default: (await import('./home-adviser.tsx')).Adviser }));
const Projects = lazy(async () => ({ default: (await import('./home-organisation.tsx')).Projects }));
const Todos = lazy(async () => ({ default: (await import('./home-organisation.tsx')).Todos }));
const ApplicationList = lazy(async () => ({ default: (await import('./application-list.tsx')).ApplicationList }));

/** Whoever has no organisation yet begins by registering one. */
function Newcomer() {
  const words = usePortalWords().home;
  return (
    <NextStep
      what={words.registerFirst}
      note={words.registerNote}
      action={
        <LinkButton kind="primary" to={at.organisation.path}>
          {words.register}
        </LinkButton>
      }
    />
  );
}

function OpenCalls() {
  const words = usePortalWords();
  const format = useFormat();
  const language = useLanguage();
  const calls = useRead(publicRoutes.calls);
  return (
    <Card title={words.home.openCalls} actions={<LinkButton to={at.calls.path}>{words.home.allCalls}</LinkButton>}>
      <Loaded read={calls} lines={3}>
        {({ value }) => {
          const open = value.items.filter((call) => call.open).slice(0, 3);
          if (open.length === 0) return <p>{words.calls.none}</p>;
          return (
            <ul className="portal-list">
              {open.map((call) => (
                <li key={call.callId}>
                  <div>
                    {call.name[language]}
                    <small>{words.calls.closes(format.deadline(call.closesAt), format.due(call.closesAt))}</small>
                  </div>
                  <LinkButton to={pathTo(at.call.path, call)}>{words.calls.look}</LinkButton>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Card>
  );
}

function Applicant({ organisationId }: { readonly organisationId: OrganisationId }) {
  const words = usePortalWords();
  return (
    <>
      <Suspense fallback={<Loading lines={3} />}>
        <Todos organisationId={organisationId} />
      </Suspense>
      <Suspense fallback={null}>
        <Projects />
      </Suspense>
      <OpenCalls />
      <Card
        title={words.applications.title}
        actions={<LinkButton to={at.applications.path}>{words.home.all}</LinkButton>}
      >
        <Suspense fallback={<Loading lines={4} />}>
          <ApplicationList />
        </Suspense>
      </Card>
    </>
  );
}

function Home({ me }: { readonly me: Me }) {
  const words = usePortalWords().home;
  const isAdviser = me.roles.includes('adviser');
  return (
    <Page title={words.title(me.name)} lead={words.lead}>
      <Stack>
        {isAdviser ? (
          <Suspense fallback={<Loading lines={3} />}>
            <Adviser />
          </Suspense>
        ) : null}
        {me.organisationId ? <Applicant organisationId={me.organisationId} /> : null}
        {me.organisationId === null && !isAdviser ? (
          <>
            <Newcomer />
            <OpenCalls />
          </>
        ) : null}
      </Stack>
    </Page>
  );
}

export function Screen() {
  const me = useMe();
  return me.state === 'known' ? <Home me={me.me} /> : null;
}
