import type { ReactNode } from 'react';
import { ReadsProvider } from '../../client/reads.tsx';
import { AntdProvider } from '../../design/antd-provider.tsx';
import { type Area, screen } from '../../shell/screens.tsx';
import { useConsoleNav } from './console-nav.ts';
import './console.css';
import './parts.css';
import './call-form.css';
import { Frame } from './frame.tsx';
import { reloadWhereStylesAreBarred } from './styles-allowed.ts';

reloadWhereStylesAreBarred();

const Around = ({ children }: { readonly children: ReactNode }) => (
  <ReadsProvider>
    <AntdProvider>{children}</AntdProvider>
  </ReadsProvider>
);

/** The console of the foundation's staff. */
export const area: Area = {
  screens: [
    screen('/console', () => import('./inbox.tsx')),
    screen('/console/needs', () => import('./needs.tsx')),
    screen('/console/calls', () => import('./calls.tsx')),
    screen('/console/calls/new', () => import('./call-new.tsx')),
    screen('/console/calls/{callId}', () => import('./call.tsx')),
    screen('/console/calls/{callId}/edit', () => import('./call-edit.tsx')),
    screen('/console/calls/{callId}/applications', () => import('./applications.tsx')),
    screen('/console/applications/{applicationId}', () => import('./application.tsx')),
    screen('/console/awards', () => import('./awards.tsx')),
    screen('/console/awards/{awardId}', () => import('./award.tsx')),
    screen('/console/awards/{awardId}/evaluations/{stage}', () => import('./evaluation.tsx')),
    screen('/console/payments', () => import('./payments.tsx')),
    screen('/console/evaluations', () => import('./evaluations.tsx')),
    screen('/console/funds', () => import('./funds.tsx')),
    screen('/console/funds/{fundId}', () => import('./fund.tsx')),
    screen('/console/organisations', () => import('./organisations.tsx')),
    screen('/console/organisations/{organisationId}', () => import('./organisation.tsx')),
    screen('/console/people', () => import('./people.tsx')),
    screen('/console/catalogue', () => import('./catalogue.tsx')),
    screen('/console/catalogue/{code}', () => import('./catalogue-item.tsx')),
    screen('/console/calendar', () => import('./calendar.tsx')),
  ],
  useNav: useConsoleNav,
  Around,
  Frame,
};
