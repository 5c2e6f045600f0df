import type { Document } from '#shared/domain/document';
import { Stage } from '#shared/domain/evaluation';
import type { Caller } from '#shared/domain/policy';
import { ApplicationId, AwardId } from '#shared/kernel/ids';
import { applications, awards, evaluations, reviews } from '#shared/table/aggregates';
import type { Around, Reader } from './reader.ts';
import { submissions } from './rows.ts';

/** What a person has to do with a record when only the rows around it say so. Nothing but these facts: the policy judges. */
export const standings = ({ get }: Pick<Reader, 'get'>) => {
  /** Does the person evaluate this award, at whatever stage? */
  const aroundAward = async ({ personId }: Caller, { awardId }: { readonly awardId: AwardId }): Promise<Around> => {
    const found = await Promise.all(Stage.options.map((stage) => get(evaluations, { awardId, stage })));
    return found.some((evaluation) => evaluation?.state.evaluatorId === personId) ? { evaluatorId: personId } : {};
  };

  /** Experts read what was locked when it was handed in, and only after they have said that no interest of theirs is in it. */
  const aroundApplication = async ({ personId }: Caller, applicationId: ApplicationId) => {
    const [application, review, submission] = await Promise.all([
      get(applications, { applicationId }),
      get(reviews, { applicationId, expertId: personId }),
      get(submissions, { applicationId }),
    ]);
    const phase = review?.state.phase;
    const isFree = phase === 'accepted' || phase === 'submitted';
    const locked = new Set(submission?.documents.map(({ documentId }) => documentId));
    return { ownerPhase: application?.state.phase, expertId: isFree ? personId : undefined, locked };
  };

  /** The same for every document of one owner, so that a list asks once. */
  const aroundDocumentsOf = async (actor: Caller, ownerId: Document['ownerId']) => {
    const applicationId = ApplicationId.safeParse(ownerId);
    if (applicationId.success) {
      const { locked, ownerPhase, expertId } = await aroundApplication(actor, applicationId.data);
      return ({ documentId }: Document): Around => ({ ownerPhase, ...(locked.has(documentId) && { expertId }) });
    }
    const awardId = AwardId.parse(ownerId);
    const [award, around] = await Promise.all([get(awards, { awardId }), aroundAward(actor, { awardId })]);
    return (): Around => ({ ...around, ownerPhase: award?.state.phase });
  };

  const aroundDocument = async (actor: Caller, document: Document) =>
    (await aroundDocumentsOf(actor, document.ownerId))(document);

  return { aroundAward, aroundDocument, aroundDocumentsOf };
};
