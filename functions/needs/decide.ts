import { changed } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import type { Action } from '#functions/runtime/action';
import type { needsRoutes } from '#shared/contracts/routes/needs';
import { closeNeed, publishNeed } from '#shared/domain/need';
import { needs } from '#shared/table/aggregates';

type Routes = typeof needsRoutes;
type Deps = Reader & Committer;

export const publish: Action<Routes['publish'], Deps> = async ({ params, authority, once, now }, { load, commit }) => {
  const need = await load(authority, needs, params);
  if (!need.ok) return need;
  const event = publishNeed(need.value.state, { by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  const reply = { phase: 'published', version: need.value.version + 1 };
  return commit({ changes: [changed(needs, need.value, event.value)], once, reply });
};

export const close: Action<Routes['close'], Deps> = async (
  { params, body, authority, once, now },
  { load, commit },
) => {
  const need = await load(authority, needs, params);
  if (!need.ok) return need;
  const event = closeNeed(need.value.state, { ...body, by: authority.actor.personId, at: now });
  if (!event.ok) return event;
  const reply = { phase: 'closed', version: need.value.version + 1 };
  return commit({ changes: [changed(needs, need.value, event.value)], once, reply });
};
