import type { Lister } from '#functions/adapters/lister';
import { totals } from '#functions/adapters/rows';
import type { Action } from '#functions/runtime/action';
import type { publicRoutes } from '#shared/contracts/routes/public';
import { isOpen } from '#shared/domain/call';
import { ok } from '#shared/kernel/result';
import { publicCalls } from './published.ts';

/** Far more organisations than Shanghai will ever have in one programme. */
const mostOrganisations = 20_000;

/** Figures are kept by the statistics, event by event, so the first page costs three short reads. */
export const home: Action<typeof publicRoutes.home, Pick<Lister, 'all'>> = async ({ now }, deps) => {
  const [figures, organisations, calls] = await Promise.all([
    deps.all(totals, 'totals.of-kind', { kind: 'public' }),
    deps.all(totals, 'totals.of-kind', { kind: 'organisations' }, mostOrganisations),
    publicCalls(deps),
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
      awardedFen: figure('awardedFen'),
      paidFen: figure('paidFen'),
      publishedNeeds: figure('publishedNeeds'),
    },
    openCalls,
    now,
  });
};
