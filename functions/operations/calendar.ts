import { generatedYear } from '#functions/adapters/calendar';
import { put } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import { calendars } from '#functions/adapters/rows';
import type { Action } from '#functions/runtime/action';
import type { operationsRoutes } from '#shared/contracts/routes/operations';
import { Day } from '#shared/kernel/instant';
import { fail, ok } from '#shared/kernel/result';

type Routes = typeof operationsRoutes;

/** What an administrator has put in counts as known; a year of ours without a notice is provisional. */
export const calendar: Action<Routes['calendar'], Pick<Reader, 'get'>> = async ({ params }, { get }) => {
  const replaced = await get(calendars, params);
  const { off, worked, provisional } = replaced
    ? { ...replaced, provisional: false }
    : (generatedYear(params.year) ?? { off: [], worked: [], provisional: true });
  return ok({ off: off.map((day) => Day.parse(day)), worked: worked.map((day) => Day.parse(day)), provisional });
};

/** The whole year at once, so that no half of a notice is in force. Days of other years are refused. */
export const replaceCalendar: Action<Routes['replaceCalendar'], Committer> = async (request, { commit }) => {
  const { params, body, once } = request;
  const issues = (['off', 'worked'] as const).flatMap((list) =>
    body[list].flatMap((day, index) =>
      day.startsWith(`${params.year}-`) ? [] : [{ path: `body.${list}.${index}`, code: 'year' }],
    ),
  );
  if (issues.length > 0) return fail({ code: 'request.invalid', details: { issues } });
  const row = { ...params, off: [...body.off].sort(), worked: [...body.worked].sort() };
  const anyway = 'attribute_exists(pk) OR attribute_not_exists(pk)';
  return commit({ changes: [[put(calendars.item(params, row), 'record.busy', anyway)]], once, reply: params });
};
