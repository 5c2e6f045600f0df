import { clock } from '#functions/runtime/clock';
import { EvaluationEvent } from '#shared/domain/evaluation';
import * as ids from '#shared/kernel/ids';
import { dayOf } from '#shared/kernel/instant';
import { beneficiaries, calls, documents, evaluations, reviews, serviceRecords } from '#shared/table/aggregates';
import { type Project, project, serviceCode } from './project.ts';
import { days, planOf, round } from './round.ts';
import { type Scene, system } from './scene.ts';

/** A document of the project, and a service recorded for it. */
async function delivered({ awardId, organisationId, contactId, needIds: [needId] }: Project, scene: Scene) {
  const documentId = ids.DocumentId.parse('document-p');
  const recordId = ids.ServiceRecordId.parse('record-p');
  const beneficiaryId = ids.BeneficiaryId.parse('beneficiary-pa');
  if (!needId) throw new Error('The project cites no need');
  await scene.live(
    documents,
    { documentId },
    {
      ...{ type: 'DocumentRequested', v: 1, documentId, ownerId: awardId, organisationId, uploaderId: contactId },
      ...{
        kind: 'report',
        name: '报告.pdf',
        mediaType: 'application/pdf',
        sha256: 'b'.repeat(64),
        expiresAt: days(1),
        ...system,
      },
    },
    { type: 'DocumentAccepted', v: 1, bytes: 9, objectKey: 'documents/c', sourceVersion: '1', ...system },
  );
  await scene.live(
    serviceRecords,
    { recordId },
    {
      ...{ type: 'ServiceRecorded', v: 1, recordId, awardId, organisationId, needId, beneficiaryId, ...system },
      ...{ itemCode: serviceCode, standardVersion: 3, quantity: 1, servedOn: dayOf(clock()) },
    },
  );
  await scene.live(
    beneficiaries,
    { beneficiaryId },
    {
      ...{ type: 'BeneficiaryRegistered', v: 1, beneficiaryId, district: '310101', targetGroup: 'TG01' },
      ...{ identified: 'none', ...system },
    },
  );
  return { documentId, recordId, beneficiaryId, needId };
}

/** Two projects: of one the reports are awaited, of the other they have come as far as the marks. */
export async function projects(scene: Scene) {
  const [p, q] = await Promise.all([project('p', scene), project('q', scene)]);
  const evaluatorId = ids.PersonId.parse('person-evaluator');
  const reported = EvaluationEvent.parse({
    ...{ type: 'ReportSubmitted', v: 1, summary: '如期', documentIds: [], ...system },
  });
  const assigned = { type: 'EvaluatorAssigned', v: 1, evaluatorId, dueAt: days(1), ...system } as const;
  await scene.live(evaluations, { awardId: q.awardId, stage: 'midTerm' }, reported, assigned);
  await scene.live(evaluations, { awardId: q.awardId, stage: 'closeOut' }, reported);
  return { p, q, ...(await delivered(p, scene)) };
}

/** An application in each phase that a body is sent in, and reviews of one of them. */
export async function rounds(scene: Scene) {
  const [draft, submitted, admitted, inReview, reviewed, proposed] = await Promise.all([
    round('draft', 'draft', scene),
    round('submitted', 'submitted', scene),
    round('admitted', 'admitted', scene),
    round('inreview', 'inReview', scene),
    round('reviewed', 'reviewed', scene),
    round('proposed', 'proposed', scene),
  ]);
  const { applicationId, callId } = inReview;
  for (const name of ['expert', 'expert2']) {
    const expertId = name === 'expert' ? ids.PersonId.parse('person-expert') : await scene.person(name, ['expert']);
    const asked = { applicationId, callId, expertId, title: '—', dueAt: days(1) };
    await scene.live(
      reviews,
      { applicationId, expertId },
      { type: 'ReviewAssigned', v: 1, ...asked, ...system },
      ...(name === 'expert' ? [{ type: 'ReviewAccepted' as const, v: 1 as const, ...system }] : []),
    );
  }
  const drafted = { type: 'CallDrafted', v: 1, ...planOf(draft.fundId), callId: draftCall, number: 'ZM-9' } as const;
  await scene.live(calls, { callId: draftCall }, { ...drafted, ...system });
  return { draft, submitted, admitted, inReview, reviewed, proposed };
}
export const draftCall = ids.CallId.parse('call-plan');
