import type { Reader } from '#functions/adapters/reader';
import type { Authority } from '#functions/runtime/action';
import { guard } from '#shared/domain/life-cycle';
import { ApplicationId, AwardId } from '#shared/kernel/ids';
import { ok } from '#shared/kernel/result';
import { applications, awards } from '#shared/table/aggregates';

/**
 * The record a document is to be added to, as far as this person may have to do with it. An application that was handed
 * in is locked: what the experts read is what the receipt's hash covers.
 */
export async function ownerOf(authority: Authority, ownerId: ApplicationId | AwardId, { load }: Reader) {
  const applicationId = ApplicationId.safeParse(ownerId);
  if (applicationId.success) {
    const found = await load(authority, applications, { applicationId: applicationId.data });
    if (!found.ok) return found;
    const open = guard('application', found.value.state.phase, 'rename');
    return open.ok ? ok(found.value.state) : open;
  }
  const found = await load(authority, awards, { awardId: AwardId.parse(ownerId) });
  return found.ok ? ok(found.value.state) : found;
}
