import { ReadsProvider } from '../../client/reads.tsx';
import { type Area, screen } from '../../shell/screens.tsx';
import './portal.css';
import { useMe } from '../../client/me.ts';
import { portalScreens as at } from './screens.ts';
import { usePortalWords } from './words.ts';

/** Each sees the way to their own business: an adviser records needs, everybody else applies and delivers. */
function useNav() {
  const words = usePortalWords().nav;
  const me = useMe();
  const roles = me.state === 'known' ? me.me.roles : [];
  const isAdviser = roles.includes('adviser');
  const applies = !isAdviser || roles.includes('applicant');
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
  Around: ReadsProvider,
};
