import type { Lister } from '#functions/adapters/lister';
import { maskAddress } from '#functions/adapters/mask-address';
import type { Reader } from '#functions/adapters/reader';
import type { Vault } from '#functions/adapters/vault';
import type { Action } from '#functions/runtime/action';
import type { organisationsRoutes } from '#shared/contracts/routes/organisations';
import { may } from '#shared/domain/policy';
import type { AwardId, PersonId } from '#shared/kernel/ids';
import { ok } from '#shared/kernel/result';
import { applications, awards, instalments, organisations, people } from '#shared/table/aggregates';

type History = Action<(typeof organisationsRoutes)['history'], Reader & Lister & Vault>;

/** Each part for those who may see it: whoever only pays reads of awards, not of applications. */
export const history: History = async ({ params, authority }, deps) => {
  const { actor } = authority;
  const organisation = await deps.load(authority, organisations, params);
  if (!organisation.ok) return organisation;
  const [applied, awarded] = await Promise.all([
    deps.all(applications, 'applications.of-organisation', params),
    deps.all(awards, 'awards.of-organisation', params),
  ]);
  const seen = applied.map(({ state }) => state).filter((state) => may(actor, 'application.read', state));
  const granted = awarded.map(({ state }) => state).filter((state) => may(actor, 'award.read', state));
  const contactIds = [...new Set([...granted, ...seen].map(({ contactId }) => contactId))];
  return ok({
    applications: seen.map(({ applicationId, callId, title, phase, requestedFen, submission }) => ({
      ...{ applicationId, callId, title, phase, requestedFen },
      ...(submission && { submittedAt: submission.at }),
    })),
    awards: await Promise.all(
      granted.map(async ({ awardId, callId, title, phase, amountFen }) => ({
        ...{ awardId, callId, title, phase, amountFen },
        paidFen: await paidTo(awardId, deps),
      })),
    ),
    contacts: await Promise.all(contactIds.map((personId) => contactOf(personId, deps))),
  });
};

async function paidTo(awardId: AwardId, { all }: Lister) {
  const found = await all(instalments, 'instalments.of-award', { awardId });
  return found.reduce((sum, { state }) => sum + (state.phase === 'confirmed' ? state.amountFen : 0), 0);
}

async function contactOf(personId: PersonId, { readPrivate }: Vault) {
  const fields = await readPrivate(people.key({ personId }).pk);
  return { personId, name: fields?.['name'] ?? '—', address: maskAddress(fields?.['address'] ?? '') };
}
