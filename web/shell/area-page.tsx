// biome-ignore lint/correctness/noUnresolvedImports: React's CommonJS build hides this export from the linter.
import { lazy, type ReactNode, Suspense, use, useEffect } from 'react';
import type { Role } from '#shared/domain/person';
import { useMe } from '../client/me.ts';
import { LinkButton } from '../design/button.tsx';
import { Footer, Header } from '../design/header.tsx';
import { Page } from '../design/layout.tsx';
import { Empty, NoPermission, UnknownPage } from '../design/states.tsx';
import { useCoreWords } from '../words/core.ts';
import { type AreaName, areas, loadArea, mayEnter, ownArea } from './areas.ts';
import { Boundary } from './boundary.tsx';
import { pageCameUp } from './reload-once.ts';
import { type Area, screenFor } from './screens.tsx';
import { SessionTools } from './session-tools.tsx';
import { Waiting } from './waiting.tsx';

/** The public site needs no gate, and none of what signing in takes. */
const Gate = lazy(async () => ({ default: (await import('./gate.tsx')).Gate }));

/** The way back to where the area begins. */
function Start({ name }: { readonly name: AreaName }) {
  const words = useCoreWords();
  return (
    <LinkButton to={areas[name].prefix}>
      {name === 'public' ? words.states.backHome : words.states.backTo(words.nav[name])}
    </LinkButton>
  );
}

/** Somebody else's area: nothing of it is shown, only the way to one's own. */
function Foreign({ roles }: { readonly roles: readonly Role[] }) {
  const words = useCoreWords();
  const own = ownArea(roles);
  return (
    <Frame name="public" area={undefined}>
      <NoPermission
        isPage
        action={
          <LinkButton kind="primary" to={areas[own].prefix}>
            {words.states.toOwn(words.nav[own])}
          </LinkButton>
        }
      />
    </Frame>
  );
}

function CameUp({ children }: { readonly children: ReactNode }) {
  useEffect(pageCameUp, []);
  return children;
}

const Main = ({ children }: { readonly children: ReactNode }) => (
  <main id="main" tabIndex={-1}>
    <Boundary>
      <Suspense fallback={<Waiting />}>{children}</Suspense>
    </Boundary>
  </main>
);

type FrameProps = { readonly name: AreaName; readonly area: Area | undefined; readonly children: ReactNode };

const noNav = () => [];

/** Header, main and footer around a screen. */
export function Frame({ name, area, children }: FrameProps) {
  const words = useCoreWords();
  const nav = (area?.useNav ?? noNav)();
  return (
    <div className="hb-frame">
      <a className="hb-skip" href="#main">
        {words.skip}
      </a>
      <Header
        {...(name === 'public' ? {} : { area: words.nav[name] })}
        homeTo={areas[name].prefix}
        nav={nav}
        session={<SessionTools area={name} />}
      />
      <Main>{children}</Main>
      <Footer />
    </div>
  );
}

const loads = new Map<AreaName, Promise<Area | undefined>>();
function areaPromise(name: AreaName) {
  const promise = loads.get(name) ?? loadArea(name);
  loads.set(name, promise);
  return promise;
}

const Bare = ({ children }: { readonly children: ReactNode }) => children;

/** An area at an address: loaded, gated, framed. */
export function AreaPage({ name, path }: { readonly name: AreaName; readonly path: string }) {
  const words = useCoreWords();
  const me = useMe();
  const area = use(areaPromise(name));
  if (me.state === 'known' && !mayEnter(name, me.me.roles)) return <Foreign roles={me.me.roles} />;
  if (!area) {
    return (
      <Frame name={name} area={undefined}>
        <Page title={words.nav[name]}>
          <Empty title={words.states.notReady} />
        </Page>
      </Frame>
    );
  }
  const Around = area.Around ?? Bare;
  const isForOthers = me.state === 'known' && area.mayShow?.(path, me.me.roles) === false;
  const found = isForOthers ? (
    <NoPermission isPage action={<Start name={name} />} />
  ) : (
    (screenFor(area, path) ?? <UnknownPage isPage action={<Start name={name} />} />)
  );
  const content = <CameUp>{name === 'public' ? found : <Gate name={name}>{found}</Gate>}</CameUp>;
  // A key, because each area has its own navigation hook, and hooks must not change within one component.
  return (
    <Around key={name}>
      {area.Frame ? (
        <area.Frame>
          <Main>{content}</Main>
        </area.Frame>
      ) : (
        <Frame name={name} area={area}>
          {content}
        </Frame>
      )}
    </Around>
  );
}
