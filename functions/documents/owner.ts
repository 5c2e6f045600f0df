import type { Reader } from '#functions/adapters/reader';
import type { Authority } from '#functions/runtime/action';
import { ApplicationId, AwardId } from '#shared/kernel/ids';
import { ok } from '#shared/kernel/result';
import { applications, awards } from '#shared/table/aggregates';

/** The record a document belongs to, as far as this person may have to do with it. */
export async function ownerOf(authority: Authority, ownerId: ApplicationId | AwardId, { load }: Reader) {
  const applicationId = ApplicationId.safeParse(ownerId);
  if (applicationId.success) {
    const found = await load(authority, applications, { applicationId: applicationId.data });
    return found.ok ? ok(found.value.state) : found;
  }
  const found = await load(authority, awards, { awardId: AwardId.parse(ownerId) });
  return found.ok ? ok(found.value.state) : found;
}
