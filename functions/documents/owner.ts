import { still } from '#functions/adapters/changes';
import type { Reader } from '#functions/adapters/reader';
import type { Authority } from '#functions/runtime/action';
import { guard } from '#shared/domain/life-cycle';
import { ApplicationId, AwardId } from '#shared/kernel/ids';
import { ok } from '#shared/kernel/result';
import { applications, awards } from '#shared/table/aggregates';

/**
 * The record a document is to be added to, as far as this person may have to do with it. An application that was handed
 * in is locked: what the experts read is what the receipt's hash covers. So the record has to be unchanged when the
 * document is added.
 */
export async function ownerOf(authority: Authority, ownerId: ApplicationId | AwardId, { load }: Reader) {
  const applicationId = ApplicationId.safeParse(ownerId);
  if (applicationId.success) {
    const found = await load(authority, applications, { applicationId: applicationId.data });
    if (!found.ok) return found;
    const open = guard('application', found.value.state.phase, 'rename');
    if (!open.ok) return open;
    const { organisationId } = found.value.state;
    return ok({ organisationId, unchanged: still(applications, found.value.state, found.value) });
  }
  const found = await load(authority, awards, { awardId: AwardId.parse(ownerId) });
  if (!found.ok) return found;
  const { organisationId } = found.value.state;
  return ok({ organisationId, unchanged: still(awards, found.value.state, found.value) });
}
