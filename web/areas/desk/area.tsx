import type { ReactNode } from 'react';
import { useMe } from '../../client/me.ts';
import { ReadsProvider } from '../../client/reads.tsx';
import { type Area, screen } from '../../shell/screens.tsx';
import { deskWords } from '../../words/desk.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useWords } from '../../words/words.ts';
import './desk.css';

/** Experts review, evaluators evaluate; whoever is both has both. */
function useNav() {
  const me = useMe();
  const { nav } = useWords(deskWords);
  const roles = me.state === 'known' ? me.me.roles : [];
  return [
    { to: '/desk', label: nav.work, exact: true },
    ...(roles.includes('expert') ? [{ to: '/desk/reviews', label: nav.reviews }] : []),
    ...(roles.includes('evaluator') ? [{ to: '/desk/evaluations', label: nav.evaluations }] : []),
  ];
}

type Children = { readonly children: ReactNode };

/** The words come before the screens, one book in each component, so that no screen is interrupted between its hooks. */
function WithDeskWords({ children }: Children) {
  useWords(deskWords);
  return children;
}
function WithDomainWords({ children }: Children) {
  useDomainWords();
  return children;
}

const Around = ({ children }: Children) => (
  <ReadsProvider>
    <WithDeskWords>
      <WithDomainWords>{children}</WithDomainWords>
    </WithDeskWords>
  </ReadsProvider>
);

/** Where expert reviewers score and third-party evaluators evaluate. */
export const area: Area = {
  screens: [
    screen('/desk', () => import('./work.tsx')),
    screen('/desk/reviews', () => import('./reviews.tsx')),
    screen('/desk/reviews/{applicationId}', () => import('./review.tsx')),
    screen('/desk/evaluations', () => import('./evaluations.tsx')),
    screen('/desk/evaluations/{awardId}/{stage}', () => import('./evaluation.tsx')),
  ],
  useNav,
  mayShow: (path, roles) =>
    !(path.startsWith('/desk/reviews') && !roles.includes('expert')) &&
    !(path.startsWith('/desk/evaluations') && !roles.includes('evaluator')),
  Around,
};
