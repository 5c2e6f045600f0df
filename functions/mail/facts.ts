import type { Reader } from '#functions/adapters/reader';
import { byStream, kindOf } from '#functions/adapters/streams';
import type { Recipient } from '#shared/contracts/mail-rule';
import type { MailValues } from '#shared/contracts/mail-text';
import { dayWords, deadlineWords, gradeWords, refusalWords, stageWords, yuanWords } from '#shared/contracts/mail-words';
import type { Application } from '#shared/domain/application';
import type { Award } from '#shared/domain/award';
import type { Document } from '#shared/domain/document';
import { type Evaluation, gradeOf } from '#shared/domain/evaluation';
import type { Instalment } from '#shared/domain/instalment';
import type { Person } from '#shared/domain/person';
import type { Review } from '#shared/domain/review';
import type { AwardId, PersonId } from '#shared/kernel/ids';
import {
  applications,
  awards,
  calls,
  documents,
  evaluations,
  instalments,
  people,
  reviews,
  type Source,
  type Stored,
} from '#shared/table/aggregates';

type Get = Pick<Reader, 'get'>;

/** What mails on a record say, to whom of its people they go, and where in each area it is found. */
export type Facts = {
  readonly values: MailValues;
  readonly people: { readonly [R in Recipient]?: PersonId };
  readonly paths: { readonly portal: string; readonly desk: string; readonly console: string };
};

type Mailed = {
  readonly application: Application;
  readonly review: Review;
  readonly award: Award;
  readonly instalment: Instalment;
  readonly evaluation: Evaluation;
  readonly document: Document;
  readonly person: Person;
};
type MailedKind = keyof Mailed;

const rows: { readonly [K in MailedKind]: Source<string, Stored<Mailed[K]>> } = {
  application: byStream(applications),
  review: byStream(reviews),
  award: byStream(awards),
  instalment: byStream(instalments),
  evaluation: byStream(evaluations),
  document: byStream(documents),
  person: byStream(people),
};
const isMailed = (kind: string): kind is MailedKind => Object.hasOwn(rows, kind);

const passed = { zh: '通过', en: 'passed' };
const notPassed = { zh: '未通过', en: 'not passed' };

async function ofApplication(application: Application, { get }: Get): Promise<Facts> {
  const { applicationId, callId, contactId, title, phase, submission, admission, notice } = application;
  const call = (await get(calls, { callId }))?.state;
  const path = `/applications/${applicationId}`;
  return {
    values: {
      project: title,
      call: call?.name ?? { zh: '项目招募', en: 'the call' },
      inquiries: call?.contact ?? { zh: '项目官员', en: 'your programme officer' },
      code: submission?.receiptNumber ?? call?.number ?? applicationId,
      result: phase === 'refused' ? notPassed : passed,
      ...(call && { due: deadlineWords(call.closesAt) }),
      ...(admission && { reason: admission.reason }),
      ...(notice && { from: deadlineWords(notice.from), until: deadlineWords(notice.until) }),
    },
    people: { contact: contactId },
    paths: { portal: path, desk: `/reviews/${applicationId}`, console: path },
  };
}

async function ofReview({ applicationId, expertId, title, dueAt }: Review, { get }: Get): Promise<Facts> {
  const application = (await get(applications, { applicationId }))?.state;
  return {
    values: {
      project: title,
      due: deadlineWords(dueAt),
      code: application?.submission?.receiptNumber ?? applicationId,
    },
    people: { expert: expertId },
    paths: { portal: '', desk: `/reviews/${applicationId}`, console: `/applications/${applicationId}` },
  };
}

const pathsOfAward = (awardId: AwardId) => {
  const path = `/awards/${awardId}`;
  return { portal: path, desk: '', console: path };
};
const awaitsSignature = ({ phase }: Award) => phase === 'awaitingSignatures' || phase === 'granteeSigned';

async function ofAward(award: Award): Promise<Facts> {
  const { awardId, number, contactId, title, amountFen, signBy, startsOn, endsOn, grade, score, termination } = award;
  return {
    values: {
      project: title,
      code: number,
      amount: yuanWords(amountFen),
      due: deadlineWords(signBy),
      ...(startsOn && endsOn && { from: dayWords(startsOn), until: dayWords(endsOn) }),
      ...(grade && { grade: gradeWords[grade], score: `${score}` }),
      ...(termination && { reason: termination.reason }),
    },
    people: { contact: contactId },
    paths: { ...pathsOfAward(awardId), ...(awaitsSignature(award) && { portal: `/awards/${awardId}/agreement` }) },
  };
}

const numberOf = async (awardId: AwardId, { get }: Get) => (await get(awards, { awardId }))?.state.number ?? awardId;

async function ofInstalment(instalment: Instalment, deps: Get): Promise<Facts> {
  const { awardId, number, contactId, title, amountFen, dueAt } = instalment;
  return {
    values: {
      project: title,
      k: `${number}`,
      amount: yuanWords(amountFen),
      code: await numberOf(awardId, deps),
      ...(dueAt && { due: deadlineWords(dueAt) }),
    },
    people: { contact: contactId },
    paths: { ...pathsOfAward(awardId), console: `/awards/${awardId}?tab=money` },
  };
}

async function ofEvaluation(evaluation: Evaluation, deps: Get): Promise<Facts> {
  const { awardId, stage, contactId, evaluatorId, title, organisationName, score } = evaluation;
  const { phase, reportDueAt, dueAt } = evaluation;
  return {
    values: {
      project: title,
      organisation: organisationName,
      stage: stageWords[stage],
      code: await numberOf(awardId, deps),
      due: deadlineWords(phase === 'awaitingReport' || !dueAt ? reportDueAt : dueAt),
      ...(score !== undefined && { score: `${score}`, grade: gradeWords[gradeOf(score)] }),
    },
    people: { contact: contactId, ...(evaluatorId && { evaluator: evaluatorId }) },
    paths: {
      portal: `/awards/${awardId}/reports/${stage}`,
      desk: `/evaluations/${awardId}/${stage}`,
      console: `/awards/${awardId}/evaluations/${stage}`,
    },
  };
}

async function ofDocument({ ownerId, uploaderId, name, reason }: Document): Promise<Facts> {
  const path = ownerId.startsWith('application-') ? `/applications/${ownerId}` : `/awards/${ownerId}`;
  return {
    values: { document: name, ...(reason && { reason: refusalWords[reason] }) },
    // Who gave up an upload knows it, and may have sent the file again since.
    people: reason === 'neverArrived' ? {} : { uploader: uploaderId },
    paths: { portal: path, desk: '', console: path },
  };
}

/** Who has signed in already needs no invitation any more. */
const ofPerson = async ({ personId, phase }: Person): Promise<Facts> => ({
  values: {},
  people: phase === 'invited' ? { invited: personId } : {},
  paths: { portal: '', desk: '', console: '' },
});

const factsIn: { readonly [K in MailedKind]: (state: Mailed[K], deps: Get) => Promise<Facts> } = {
  application: ofApplication,
  review: ofReview,
  award: ofAward,
  instalment: ofInstalment,
  evaluation: ofEvaluation,
  document: ofDocument,
  person: ofPerson,
};

/** Reads the record as it is now: a mail says what is, not what was when its event was written. */
export async function factsOf(stream: string, deps: Get): Promise<Facts | undefined> {
  const kind = kindOf(stream);
  return isMailed(kind) ? read(kind, stream, deps) : undefined;
}

async function read<K extends MailedKind>(kind: K, stream: string, deps: Get) {
  const stored = await deps.get(rows[kind], stream);
  return stored && factsIn[kind](stored.state, deps);
}
