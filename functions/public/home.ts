import type { Lister } from '#functions/adapters/lister';
import { balances, totals } from '#functions/adapters/rows';
import type { Action } from '#functions/runtime/action';
import type { publicRoutes } from '#shared/contracts/routes/public';
import { isOpen } from '#shared/domain/call';
import { ok } from '#shared/kernel/result';
import { funds } from '#shared/table/aggregates';
import { publicCalls } from './published.ts';

/** Far more organisations than Shanghai will ever have in one programme. */
const mostOrganisations = 20_000;

/** What came in is read from the ledger itself, where it stands as a balance that runs negative. */
async function receivedFen({ all }: Pick<Lister, 'all'>) {
  const found = await all(funds, 'funds.all', {});
  const rows = await Promise.all(found.map(({ state: { fundId } }) => all(balances, 'fund.balances', { fundId })));
  return rows.flat().reduce((sum, { account, balanceFen }) => (account === 'received' ? sum - balanceFen : sum), 0);
}

/** All other figures are kept by the statistics, event by event, so the first page costs a few short reads. */
export const home: Action<typeof publicRoutes.home, Pick<Lister, 'all'>> = async ({ now }, deps) => {
  const [figures, organisations, calls, received] = await Promise.all([
    deps.all(totals, 'totals.of-kind', { kind: 'public' }),
    deps.all(totals, 'totals.of-kind', { kind: 'organisations' }, mostOrganisations),
    publicCalls(deps),
    receivedFen(deps),
  ]);
  const figure = (name: string) => figures.find(({ counter }) => counter === name)?.value ?? 0;
  const openCalls = calls
    .filter((call) => isOpen(call, now))
    .map(({ callId, name, budgetFen, capFen, closesAt }) => ({ callId, name, budgetFen, capFen, closesAt }))
    .toSorted((a, b) => (a.closesAt < b.closesAt ? -1 : 1));
  return ok({
    figures: {
      projects: figure('projects'),
      organisations: organisations.filter(({ value }) => value > 0).length,
      personTimes: figure('personTimes'),
      receivedFen: received,
      awardedFen: figure('awardedFen'),
      paidFen: figure('paidFen'),
      publishedNeeds: figure('publishedNeeds'),
      metNeeds: figure('metNeeds'),
    },
    openCalls,
    now,
  });
};
