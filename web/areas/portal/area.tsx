import type { Role } from '#shared/domain/person';
import { ReadsProvider } from '../../client/reads.tsx';
import { type Area, screen } from '../../shell/screens.tsx';
import './portal.css';
import { useMe } from '../../client/me.ts';
import { portalScreens as at } from './screens.ts';
import { usePortalWords } from './words.ts';

/** An adviser records needs; whoever is none, or is an applicant too, applies and delivers. */
function businessOf(roles: readonly Role[]) {
  const isAdviser = roles.includes('adviser');
  return { isAdviser, applies: !isAdviser || roles.includes('applicant') };
}

function mayShow(path: string, roles: readonly Role[]) {
  const { isAdviser, applies } = businessOf(roles);
  if (path.startsWith(at.needs.path)) return isAdviser;
  return path === at.home.path || applies;
}

/** Each sees the way to their own business: an adviser records needs, everybody else applies and delivers. */
function useNav() {
  const words = usePortalWords().nav;
  const me = useMe();
  const { isAdviser, applies } = businessOf(me.state === 'known' ? me.me.roles : []);
  return [
    { to: at.home.path, label: words.home, exact: true },
    ...(applies
      ? [
          { to: at.calls.path, label: words.calls },
          { to: at.applications.path, label: words.applications },
          { to: at.awards.path, label: words.awards },
          { to: at.organisation.path, label: words.organisation },
        ]
      : []),
    ...(isAdviser ? [{ to: at.needs.path, label: words.needs }] : []),
  ];
}

export const area: Area = {
  screens: [
    screen(at.home.path, () => import('./home.tsx')),
    screen(at.organisation.path, () => import('./organisation.tsx')),
    screen(at.calls.path, () => import('./calls.tsx')),
    screen(at.call.path, () => import('./call.tsx')),
    screen(at.applications.path, () => import('./applications.tsx')),
    screen(at.application.path, () => import('./application.tsx')),
    screen(at.section.path, () => import('./section.tsx')),
    screen(at.proposal.path, () => import('./proposal.tsx')),
    screen(at.check.path, () => import('./check.tsx')),
    screen(at.receipt.path, () => import('./receipt.tsx')),
    screen(at.awards.path, () => import('./awards.tsx')),
    screen(at.award.path, () => import('./award.tsx')),
    screen(at.agreement.path, () => import('./agreement.tsx')),
    screen(at.records.path, () => import('./records.tsx')),
    screen(at.newRecord.path, () => import('./new-record.tsx')),
    screen(at.report.path, () => import('./report.tsx')),
    screen(at.needs.path, () => import('./needs.tsx')),
    screen(at.newNeed.path, () => import('./new-need.tsx')),
  ],
  useNav,
  mayShow,
  Around: ReadsProvider,
};
