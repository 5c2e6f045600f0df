import { needsRoutes } from '#shared/contracts/routes/needs';
import { useList } from '../../client/reads.tsx';
import { LinkButton } from '../../design/button.tsx';
import { NextStep } from '../../design/record.tsx';
import { portalScreens as at } from './screens.ts';
import { usePortalWords } from './words.ts';

/** Recording is what an adviser comes for; how many wait to be verified is what they ask next. */
export function Adviser() {
  const words = usePortalWords().home;
  const mine = useList(needsRoutes.mine, 'mine', (cursor) => [{ query: { cursor } }]);
  const waiting = mine.state === 'ready' ? mine.items.filter(({ state }) => state.phase === 'recorded').length : 0;
  return (
    <NextStep
      what={words.recordNeed}
      note={waiting > 0 ? words.needsWaiting(waiting) : words.recordNeedNote}
      action={
        <>
          <LinkButton kind="primary" to={at.newNeed.path}>
            {words.recordNeed}
          </LinkButton>
          <LinkButton to={at.needs.path}>{words.myNeeds}</LinkButton>
        </>
      }
    />
  );
}
