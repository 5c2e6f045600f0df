import type { Lister } from '#functions/adapters/lister';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { publicRoutes } from '#shared/contracts/routes/public';
import type { Application } from '#shared/domain/application';
import { isOpen } from '#shared/domain/call';
import { dayMs, dayOf, later, yearOf } from '#shared/kernel/instant';
import { fail, ok } from '#shared/kernel/result';
import { applications, calls as callRecords } from '#shared/table/aggregates';
import { publicCalls } from './published.ts';

type Routes = typeof publicRoutes;

const most = 100;

export const calls: Action<Routes['calls'], Pick<Lister, 'all'>> = async ({ now }, deps) => {
  const found = await publicCalls(deps);
  return ok({ items: found.slice(0, most).map((call) => ({ ...call, open: isOpen(call, now) })) });
};

export const call: Action<Routes['call'], Reader> = async ({ params, now }, { get }) => {
  const found = await get(callRecords, params);
  if (!found || found.state.phase === 'draft') return fail({ code: 'record.unknown' });
  return ok({ ...found.state, open: isOpen(found.state, now) });
};

/** What anyone may know of an application: what is, or was, on public notice, and nothing of how it came there. */
function noticeOf({ applicationId, callId, title, organisationName, phase, proposal, notice }: Application) {
  if (!notice || !proposal || (phase !== 'inNotice' && phase !== 'awarded')) return [];
  const { from, until } = notice;
  return [{ applicationId, callId, title, organisationName, amountFen: proposal.amountFen, from, until, phase }];
}

const shownDays = 365;
const mostInAYear = 10_000;

/**
 * The index keeps notices by year, and what was cancelled has left it: one read for a year that is asked for, two for the
 * last twelve months, whatever the number of calls.
 */
export const notices: Action<Routes['notices'], Pick<Lister, 'all'>> = async ({ query, now }, { all }) => {
  const since = query.year === undefined ? later(now, -shownDays * dayMs) : '';
  const years =
    query.year === undefined
      ? [...new Set([later(now, -shownDays * dayMs), now].map((at) => yearOf(dayOf(at))))]
      : [query.year];
  const found = await Promise.all(
    years.map((year) => all(applications, 'applications.noticed-in', { year }, mostInAYear)),
  );
  const items = found
    .flat()
    .flatMap(({ state }) => noticeOf(state))
    .filter(({ callId, from }) => from >= since && (query.callId === undefined || callId === query.callId))
    .toReversed();
  return ok({ items: items.slice(0, most) });
};
