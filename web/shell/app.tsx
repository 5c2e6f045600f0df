// biome-ignore lint/correctness/noUnresolvedImports: React's CommonJS build hides this export from the linter.
import { type ComponentType, lazy, Suspense } from 'react';
import { Toasts } from '../design/toast.tsx';
import { useAddress } from './address.ts';
import { AreaPage, Frame } from './area-page.tsx';
import { areaOf, ownAreaPath } from './areas.ts';
import { Boundary } from './boundary.tsx';
import { Waiting } from './waiting.tsx';

const Gallery = lazy(async () => ({ default: (await import('../design/gallery.tsx')).Gallery }));

const SignIn = lazy(async () => ({ default: (await import('./sign-in.tsx')).SignIn }));
const OwnArea = lazy(async () => ({ default: (await import('./gate.tsx')).OwnArea }));
const SignInCallback = lazy(async () => ({ default: (await import('./sign-in.tsx')).SignInCallback }));

/** Addresses that belong to no area. */
const ownPages: Readonly<Record<string, ComponentType>> = {
  '/sign-in': SignIn,
  [ownAreaPath]: OwnArea,
  '/sign-in/callback': SignInCallback,
  '/design': Gallery,
};

function Current() {
  const { path } = useAddress();
  const OwnPage = ownPages[path];
  if (!OwnPage) return <AreaPage name={areaOf(path)} path={path} />;
  return (
    <Frame name="public" area={undefined}>
      <OwnPage />
    </Frame>
  );
}

export const App = () => (
  <Boundary>
    <Suspense fallback={<Waiting />}>
      <Current />
    </Suspense>
    <Toasts />
  </Boundary>
);
