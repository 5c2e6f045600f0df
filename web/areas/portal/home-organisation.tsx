import { agreementRoutes } from '#shared/contracts/routes/agreement';
import { organisationsRoutes } from '#shared/contracts/routes/organisations';
import type { OrganisationId } from '#shared/kernel/ids';
import { useList, useRead } from '../../client/reads.tsx';
import { LinkButton } from '../../design/button.tsx';
import { NextStep } from '../../design/record.tsx';
import { AwardNext } from './award-next.tsx';
import { portalScreens as at } from './screens.ts';
import { usePortalWords } from './words.ts';

/** Money can only be paid to an account on record: better asked for early than in the week of the payment. */
export function AccountReminder({ organisationId }: { readonly organisationId: OrganisationId }) {
  const words = usePortalWords().home;
  const read = useRead(organisationsRoutes.read, { params: { organisationId } });
  if (read.state !== 'ready' || read.value.state.hasAccount) return null;
  if (!read.value.may.includes('organisation.setAccount')) return null;
  return (
    <NextStep
      what={words.accountFirst}
      note={words.accountNote}
      action={<LinkButton to={at.organisation.path}>{words.account}</LinkButton>}
    />
  );
}

/** Every project that is not over, with what comes next for it. */
export function Projects() {
  const awards = useList(agreementRoutes.mine, 'home', (cursor) => [{ query: { cursor } }]);
  if (awards.state !== 'ready') return null;
  return awards.items
    .filter(({ state }) => state.phase !== 'closed' && state.phase !== 'terminated')
    .map(({ state }) => <AwardNext key={state.awardId} award={state} isNamed />);
}
