import { DocumentRequested } from '#shared/domain/document';
import { BeneficiaryId, DocumentId, NeedId, PersonId } from '#shared/kernel/ids';
import { documents, needs } from '#shared/table/aggregates';
import { serviceCode } from './project.ts';
import type { Round } from './round.ts';
import { before, type Scene, system } from './scene.ts';

/** A need that an application may cite, or might have. */
export const needOf = async (name: string, scene: Scene, phase: 'recorded' | 'published' | 'closed' = 'published') => {
  const needId = NeedId.parse(`need-${name}`);
  await scene.live(
    needs,
    { needId },
    {
      ...{ type: 'NeedRecorded', v: 1, needId, beneficiaryId: BeneficiaryId.parse('beneficiary-1'), ...system },
      ...{ adviserId: PersonId.parse('person-adviser'), district: '310101', targetGroup: 'TG01', quantity: 1 },
      ...{ itemCode: serviceCode, urgency: 'high', source: 'visit', hasNote: false },
    },
    ...(phase === 'recorded' ? [] : [{ type: 'NeedPublished' as const, v: 1 as const, ...system }]),
    ...(phase === 'closed' ? [{ type: 'NeedClosed' as const, v: 1 as const, reason: 'met' as const, ...system }] : []),
  );
  return needId;
};

/** Everything that an application asks for. */
export const contentOf = (needId: string, amountFen = 30_000_00) => ({
  project: { title: '安心到家二期', summary: '上门', startsOn: '2027-01-01', leader: '何敏', leaderQualification: '' },
  needs: { needIds: [needId], evidence: '台账' },
  services: {
    lines: [{ itemCode: 'CARE-01', standardVersion: 1, quantity: 10, beneficiaries: 5, unitPriceFen: 100_00 }],
    approach: '一户一策',
  },
  budget: {
    lines: [
      { heading: 'staff', note: '', amountFen: amountFen - 1 },
      { heading: 'tax', note: '', amountFen: 1 },
    ],
    matchingFen: 0,
  },
  outcomes: { goals: [{ goal: '减负', baseline: '', target: '80%', method: '' }], sustainability: '' },
  declarations: { noMisconduct: true, noConflict: true, personalData: true, accurate: true },
});

export const sha = 'c'.repeat(64);

/** The proposal of an application, which has passed its checks. */
export async function proposalOf(
  name: string,
  { applicationId: ownerId, organisationId, contactId: uploaderId }: Round,
  scene: Scene,
) {
  const documentId = DocumentId.parse(`document-${name}`);
  const requested = DocumentRequested.parse({
    ...{
      type: 'DocumentRequested',
      v: 1,
      documentId,
      ownerId,
      organisationId,
      uploaderId,
      kind: 'proposal',
      ...system,
    },
    ...{ name: '申报书.pdf', mediaType: 'application/pdf', sha256: sha, expiresAt: before },
  });
  const accepted = {
    type: 'DocumentAccepted',
    v: 1,
    bytes: 9,
    objectKey: `documents/${sha}`,
    sourceVersion: '1',
  } as const;
  await scene.live(documents, { documentId }, requested, { ...accepted, ...system });
  return documentId;
}
