import { generatedYear } from '#functions/adapters/calendar';
import { changed, created } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Names } from '#functions/adapters/names';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { operationsRoutes } from '#shared/contracts/routes/operations';
import { Day } from '#shared/kernel/instant';
import { fail, ok } from '#shared/kernel/result';
import { calendars } from '#shared/table/aggregates';

type Routes = typeof operationsRoutes;

/** What an administrator has put in counts as known; a year of ours without a notice is provisional, of version 0. */
export const calendar: Action<Routes['calendar'], Reader & Names> = async ({ params }, { get, nameOf }) => {
  const stored = await get(calendars, params);
  if (!stored) {
    const { off, worked, provisional } = generatedYear(params.year) ?? { off: [], worked: [], provisional: true };
    const days = { off: off.map((day) => Day.parse(day)), worked: worked.map((day) => Day.parse(day)) };
    return ok({ ...days, provisional, version: 0 });
  }
  const { off, worked, replaced } = stored.state;
  const { by, at, reason } = replaced;
  return ok({
    ...{ off, worked, provisional: false, version: stored.version },
    replaced: { name: await nameOf(by), at, reason },
  });
};

/** The whole year at once, on top of what was seen. Days of other years are refused. */
export const replaceCalendar: Action<Routes['replaceCalendar'], Reader & Committer> = async (request, deps) => {
  const { params, body, authority, once, now } = request;
  const issues = (['off', 'worked'] as const).flatMap((list) =>
    body[list].flatMap((day, index) =>
      day.startsWith(`${params.year}-`) ? [] : [{ path: `body.${list}.${index}`, code: 'year' }],
    ),
  );
  if (issues.length > 0) return fail({ code: 'request.invalid', details: { issues } });
  const before = await deps.get(calendars, params);
  const version = before?.version ?? 0;
  if (authority.version !== version) return fail({ code: 'record.stale' });
  const { off, worked, reason } = body;
  const days = { off: off.toSorted(), worked: worked.toSorted() };
  const by = { by: authority.actor.personId, at: now };
  const event = { type: 'CalendarReplaced', v: 1, ...params, ...days, reason, ...by } as const;
  return deps.commit({
    changes: [before ? changed(calendars, before, event) : created(calendars, event)],
    once,
    reply: { ...params, version: version + 1 },
  });
};
