import * as z from 'zod/mini';
import { ApplicationId, AwardId, CallId, FundId, OrganisationId, PersonId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { Fen } from '#shared/kernel/money';
import { Sha256, Text } from '#shared/kernel/text';
import { Actor, event, WorkflowRestarted } from './event.ts';

const who = { by: Actor, at: Instant };
export const Outcome = z.enum(['award', 'decline']);

const submission = z.strictObject({ ...who, receiptNumber: z.string(), contentHash: Sha256 });
const admission = z.strictObject({ ...who, reason: z.string() });
const reviewed = z.strictObject({ at: Instant, score: z.number(), reviews: z.int(), passed: z.boolean() });
const proposal = z.strictObject({ ...who, outcome: Outcome, amountFen: Fen, reason: z.string() });
const notice = z.strictObject({ from: Instant, until: Instant });

/**
 * An application (申报) and what was decided on it, one part for each step that it has passed. What the applicant wrote
 * lies beside it, section by section, and is locked by its hash at submission.
 */
export const Application = z.strictObject({
  applicationId: ApplicationId,
  callId: CallId,
  fundId: FundId,
  organisationId: OrganisationId,
  organisationName: z.string(),
  title: Text(80),
  phase: z.enum([
    'draft',
    'submitted',
    'admitted',
    'inReview',
    'reviewed',
    'proposed',
    'inNotice',
    'awarded',
    'declined',
    'refused',
    'withdrawn',
  ]),
  /** Whom to tell: the person who drafts it. */
  contactId: PersonId,
  requestedFen: Fen,
  /** How often the way from review to award was started; it rises only by a recorded restart. */
  attempt: z.int(),
  /** Who was asked to review it, whatever they answered: their reviews are found by key, where an index would lag. */
  expertIds: z._default(z.array(PersonId), []),
  submission: z.optional(submission),
  admission: z.optional(admission),
  review: z.optional(reviewed),
  proposal: z.optional(proposal),
  confirmation: z.optional(z.strictObject(who)),
  notice: z.optional(notice),
  awardId: z.optional(AwardId),
});
export type Application = z.output<typeof Application>;

const ids = { applicationId: ApplicationId, callId: CallId, fundId: FundId, organisationId: OrganisationId };
export const ApplicationDrafted = event('ApplicationDrafted', {
  ...ids,
  organisationName: z.string(),
  title: Text(80),
  contactId: PersonId,
});
export const ApplicationSubmitted = event('ApplicationSubmitted', {
  title: Text(80),
  requestedFen: Fen,
  receiptNumber: z.string(),
  contentHash: Sha256,
});
export const ApplicationWithdrawn = event('ApplicationWithdrawn', { reason: z.string() });
export const ApplicationAdmitted = event('ApplicationAdmitted', { reason: z.string() });
export const ApplicationRefused = event('ApplicationRefused', { reason: z.string() });
export const ExpertsAssigned = event('ExpertsAssigned', { expertIds: z.array(PersonId), dueAt: Instant });
export const ReviewClosed = event('ReviewClosed', { score: z.number(), reviews: z.int(), passed: z.boolean() });
export const DecisionProposed = event('DecisionProposed', { outcome: Outcome, amountFen: Fen, reason: z.string() });
export const DecisionSentBack = event('DecisionSentBack', { reason: z.string() });
export const AwardConfirmed = event('AwardConfirmed', { from: Instant, until: Instant });
export const DeclineConfirmed = event('DeclineConfirmed', {});
export const NoticeCancelled = event('NoticeCancelled', { reason: z.string() });
export const NoticeEnded = event('NoticeEnded', { awardId: AwardId });

export const ApplicationEvent = z.discriminatedUnion('type', [
  ApplicationDrafted,
  ApplicationSubmitted,
  ApplicationWithdrawn,
  ApplicationAdmitted,
  ApplicationRefused,
  ExpertsAssigned,
  ReviewClosed,
  DecisionProposed,
  DecisionSentBack,
  AwardConfirmed,
  DeclineConfirmed,
  NoticeCancelled,
  NoticeEnded,
  WorkflowRestarted,
]);
export type ApplicationEvent = z.output<typeof ApplicationEvent>;

function drafted(event: z.output<typeof ApplicationDrafted>): Application {
  const { type, v, by, at, ...rest } = event;
  return { ...rest, phase: 'draft', requestedFen: Fen.parse(0), attempt: 1, expertIds: [] };
}

/** The keys of its reviews. */
export const reviewsOf = ({ applicationId, expertIds }: Application) =>
  expertIds.map((expertId) => ({ applicationId, expertId }));

/** Without what only made sense before the decision was sent back. */
function withoutProposal(application: Application): Application {
  const { proposal, ...rest } = application;
  return { ...rest, phase: 'reviewed' };
}

export function evolveApplication(application: Application | undefined, event: ApplicationEvent): Application {
  if (event.type === 'ApplicationDrafted') return drafted(event);
  if (!application) throw new Error(`${event.type} needs an application`);
  const { by, at } = event;
  switch (event.type) {
    case 'ApplicationSubmitted': {
      const { title, requestedFen, receiptNumber, contentHash } = event;
      const submission = { by, at, receiptNumber, contentHash };
      return { ...application, phase: 'submitted', title, requestedFen, submission };
    }
    case 'ApplicationWithdrawn':
      return { ...application, phase: 'withdrawn' };
    case 'ApplicationAdmitted':
      return { ...application, phase: 'admitted', admission: { by, at, reason: event.reason } };
    case 'ApplicationRefused':
      return { ...application, phase: 'refused', admission: { by, at, reason: event.reason } };
    case 'ExpertsAssigned':
      return { ...application, phase: 'inReview', expertIds: [...application.expertIds, ...event.expertIds] };
    case 'ReviewClosed': {
      const { score, reviews, passed } = event;
      return { ...application, phase: 'reviewed', review: { at, score, reviews, passed } };
    }
    case 'DecisionProposed': {
      const { outcome, amountFen, reason } = event;
      return { ...application, phase: 'proposed', proposal: { by, at, outcome, amountFen, reason } };
    }
    case 'DecisionSentBack':
      return withoutProposal(application);
    case 'AwardConfirmed': {
      const notice = { from: event.from, until: event.until };
      return { ...application, phase: 'inNotice', confirmation: { by, at }, notice };
    }
    case 'DeclineConfirmed':
      return { ...application, phase: 'declined', confirmation: { by, at } };
    case 'NoticeCancelled':
      return { ...application, phase: 'declined' };
    case 'NoticeEnded':
      return { ...application, phase: 'awarded', awardId: event.awardId };
    case 'WorkflowRestarted':
      return { ...application, attempt: application.attempt + 1 };
  }
}
