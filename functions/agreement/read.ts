import type { Lister } from '#functions/adapters/lister';
import type { Reader } from '#functions/adapters/reader';
import { agreements } from '#functions/adapters/rows';
import type { Action } from '#functions/runtime/action';
import { view } from '#functions/runtime/view';
import type { agreementRoutes } from '#shared/contracts/routes/agreement';
import { ok } from '#shared/kernel/result';
import { awards } from '#shared/table/aggregates';

type Routes = typeof agreementRoutes;

export const list: Action<Routes['list'], Lister> = async ({ query, authority }, { page }) => {
  const found = await page(authority.actor.personId, awards, 'awards.all', {}, query);
  return found.ok
    ? ok({ ...found.value, items: found.value.items.map((it) => view(authority.actor, 'award', it)) })
    : found;
};

export const mine: Action<Routes['mine'], Lister> = async ({ query, authority: { actor } }, { page }) => {
  if (actor.organisationId === null) return ok({ items: [] });
  const { organisationId } = actor;
  const found = await page(actor.personId, awards, 'awards.of-organisation', { organisationId }, query);
  return found.ok ? ok({ ...found.value, items: found.value.items.map((it) => view(actor, 'award', it)) }) : found;
};

export const read: Action<Routes['read'], Reader> = async ({ params, authority }, { load }) => {
  const award = await load(authority, awards, params);
  return award.ok ? ok(view(authority.actor, 'award', award.value)) : award;
};

export const text: Action<Routes['text'], Reader> = async ({ params, authority }, { load, get }) => {
  const award = await load(authority, awards, params);
  if (!award.ok) return award;
  const agreement = await get(agreements, params);
  if (!agreement) throw new Error(`${params.awardId} has no agreement`);
  return ok({ text: agreement.text, agreementHash: award.value.state.agreementHash });
};
