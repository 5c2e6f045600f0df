import { bucket } from '#functions/adapters/bucket';
import { calendar } from '#functions/adapters/calendar';
import type { Write } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { queue } from '#functions/adapters/queue';
import { serial } from '#functions/adapters/serial';
import { decide } from '#functions/admission/decide';
import { restart as restartAgreement } from '#functions/agreement/restart';
import { signAsFoundation, signAsGrantee } from '#functions/agreement/sign';
import { terminate } from '#functions/agreement/terminate';
import { draft } from '#functions/applications/draft';
import { saveSection } from '#functions/applications/save-section';
import { withdraw } from '#functions/applications/withdraw';
import * as call from '#functions/calls/draft';
import { revise } from '#functions/catalogue/revise';
import { cancelNotice } from '#functions/decision/cancel-notice';
import { sendBack as sendBackProposal } from '#functions/decision/confirm';
import { propose } from '#functions/decision/propose';
import { restart } from '#functions/decision/restart';
import * as delivery from '#functions/delivery/record';
import { request } from '#functions/documents/request';
import { assign as assignEvaluator } from '#functions/evaluation/assign';
import * as marks from '#functions/evaluation/marks';
import { report } from '#functions/evaluation/report';
import { open } from '#functions/funds/open';
import { receive } from '#functions/funds/receive';
import { link } from '#functions/identity/link';
import { requestCode } from '#functions/identity/request-code';
import { close } from '#functions/needs/decide';
import { record } from '#functions/needs/record';
import { unmask } from '#functions/needs/unmask';
import { replaceCalendar } from '#functions/operations/calendar';
import { setAccount, unmaskAccount } from '#functions/organisations/account';
import { register } from '#functions/organisations/register';
import { sendBack as sendBackPayment } from '#functions/payments/prepare';
import { restart as restartPayment } from '#functions/payments/restart';
import { bounce, execute } from '#functions/payments/settle';
import { invite } from '#functions/people/invite';
import { changeRoles } from '#functions/people/roles';
import { assign } from '#functions/review/assign';
import * as review from '#functions/review/respond';
import type { Action } from '#functions/runtime/action';
import { clock } from '#functions/runtime/clock';
import { lambda } from '#functions/runtime/http';
import type { RejectionCode } from '#shared/contracts/rejections';
import type { Route } from '#shared/contracts/route';
import { steps as routes } from '#shared/contracts/routes/all';
import { formOf } from '#shared/domain/evaluation-form';
import { dayOf } from '#shared/kernel/instant';
import { draftCall, projects, rounds } from './attempted-records.ts';
import { account, content, file, need, reason, signature, standard } from './bodies.ts';
import type { Call } from './gateway.ts';
import { cast, type Project, serviceCode, serviceItem } from './project.ts';
import { days, planOf } from './round.ts';
import { caller, type Scene } from './scene.ts';

export type Attempt = {
  /** As it should be, and what is answered to it then. */
  readonly body: unknown;
  readonly reaches: RejectionCode;
  readonly send: (body: unknown) => Promise<{ readonly status: number | undefined; readonly body: object }>;
};

/** A condition that never holds: the engine judges every row of a transaction that has it, and writes none of them. */
const never: Write<'request.running'> = {
  key: { pk: 'NEVER', sk: 'NEVER' },
  condition: 'attribute_exists(pk)',
  otherwise: 'request.running',
};

type Plan<Code extends RejectionCode, Reply> = Parameters<Committer['commit']>[0] & {
  readonly changes: readonly (readonly Write<Code>[])[];
  readonly reply: Reply;
};

/** For every route that takes a body: who sends what, on a record in the phase that it is for. */
export async function attempts(scene: Scene) {
  await cast(scene);
  await serviceItem(scene);
  await scene.person('outsider', []);
  const { p, q, documentId, recordId, beneficiaryId, needId } = await projects(scene);
  const { draft: begun, submitted, admitted, inReview, reviewed, proposed } = await rounds(scene);
  const commit = <Code extends RejectionCode, const Reply>({ changes, ...plan }: Plan<Code, Reply>) => {
    const judged: readonly (readonly Write<Code | 'request.running'>[])[] = [...changes, [never]];
    return scene.commit({ ...plan, changes: judged });
  };
  const deps = {
    ...{ ...scene, commit, ...serial(scene.store), ...calendar(scene), ...bucket('documents') },
    ...{ ...queue('', scene), firstAdministrator: 'first@fund.example', now: clock },
  };
  const attempt = <R extends Route>(
    route: R,
    run: Action<R, typeof deps>,
    call: Omit<Call, 'body'> & { readonly version?: number },
    body: unknown,
    reaches: RejectionCode = 'request.running',
  ): Attempt => {
    const ask = caller({ it: route }, lambda({ it: route }, { it: run }, deps));
    return { body, reaches, send: (sent) => ask('it', { ...call, body: sent }) };
  };
  const on = ({ applicationId, version }: typeof begun, as: string) => ({ as, params: { applicationId }, version });
  const at = (as: string, { awardId }: Project, params = {}) => ({ as, params: { awardId, ...params }, version: 1 });
  const service = { needId, quantity: 1, servedOn: dayOf(clock()), worker: '周护理', note: '' };
  const line = { id: 'R1', score: 80.5, reason: '' };
  const given = formOf('midTerm').map(({ id, max }) => ({ id, score: max / 2, evidence: '抽查' }));
  const wrongPhase = 'record.wrong-phase';
  const sections = Object.entries(content).map(([section, part]) => [
    `applications.saveSection ${section}`,
    attempt(
      routes.applications.saveSection,
      saveSection,
      { as: begun.applicant, params: { applicationId: begun.applicationId, section } },
      { section, content: part, version: 0 },
    ),
  ]);
  const {
    identity,
    people,
    organisations: bodies,
    needs,
    catalogue,
    funds,
    applications,
    admission,
    decision,
  } = routes;
  const { agreement, payments, evaluation, operations } = routes;
  const fund = { params: { fundId: p.fundId } };
  const organisation = { params: { organisationId: p.organisationId }, version: 2 };
  const plan = planOf(p.fundId);
  const asked = { evaluatorId: 'person-evaluator', dueAt: days(9) };
  const stage = (name: string, version: number) => ({ ...at('officer', q, { stage: name }), version });
  return {
    ...Object.fromEntries(sections),
    'identity.requestCode': attempt(identity.requestCode, requestCode, { as: 'new' }, { address: 'a@mail.example' }),
    'identity.link': attempt(
      identity.link,
      link,
      { as: 'new' },
      { address: 'a@mail.example', code: '12345678', name: '何敏' },
      'person.code-expired',
    ),
    'people.invite': attempt(
      people.invite,
      invite,
      { as: 'administrator' },
      { name: '何敏', address: 'b@mail.example', roles: ['officer', 'expert'] },
    ),
    'people.changeRoles': attempt(
      people.changeRoles,
      changeRoles,
      { as: 'administrator', params: { personId: 'person-officer' }, version: 1 },
      { roles: ['officer'], ...reason },
    ),
    'organisations.register': attempt(
      bodies.register,
      register,
      { as: 'outsider' },
      { name: '浦江', uscc: '52310000DEM000022P', district: '310101' },
    ),
    'organisations.setAccount': attempt(bodies.setAccount, setAccount, { as: p.grantee, ...organisation }, account),
    'organisations.unmaskAccount': attempt(
      bodies.unmaskAccount,
      unmaskAccount,
      { as: 'accountant', ...organisation },
      reason,
      'organisation.no-account',
    ),
    'needs.record': attempt(needs.record, record, { as: 'adviser' }, need),
    'needs.close': attempt(needs.close, close, { as: 'officer', params: { needId }, version: 2 }, { reason: 'met' }),
    'needs.unmask': attempt(needs.unmask, unmask, { as: 'lead', params: { beneficiaryId } }, reason),
    'catalogue.revise': attempt(
      catalogue.revise,
      revise,
      { as: 'lead', params: { code: serviceCode }, version: 1 },
      standard,
    ),
    'funds.open': attempt(
      funds.open,
      open,
      { as: 'director' },
      { name: { zh: '基金', en: 'Fund' }, sourceType: 'donation' },
    ),
    'funds.receive': attempt(funds.receive, receive, { as: 'accountant', ...fund }, { amountFen: 1, reference: 'A-1' }),
    'calls.draft': attempt(routes.calls.draft, call.draft, { as: 'officer' }, plan),
    'calls.amend': attempt(
      routes.calls.amend,
      call.amend,
      { as: 'officer', params: { callId: draftCall }, version: 1 },
      plan,
    ),
    'applications.draft': attempt(
      applications.draft,
      draft,
      { as: p.grantee, params: { callId: begun.callId } },
      { title: '安心' },
    ),
    'applications.withdraw': attempt(applications.withdraw, withdraw, on(begun, begun.applicant), reason),
    'documents.request': attempt(
      routes.documents.request,
      request,
      { as: begun.applicant },
      { ownerId: begun.applicationId, ...file },
    ),
    'admission.decide': attempt(admission.decide, decide, on(submitted, 'officer'), { admitted: true, ...reason }),
    'review.assign': attempt(routes.review.assign, assign, on(admitted, 'officer'), {
      expertIds: ['person-expert', 'person-expert2'],
    }),
    'review.accept': attempt(
      routes.review.accept,
      review.accept,
      { ...on(inReview, 'expert2'), version: 1 },
      { noConflict: true },
    ),
    'review.recuse': attempt(routes.review.recuse, review.recuse, { ...on(inReview, 'expert2'), version: 1 }, reason),
    'review.submit': attempt(
      routes.review.submit,
      review.submit,
      { ...on(inReview, 'expert'), version: 2 },
      { lines: [line], opinion: '可行' },
    ),
    'decision.propose': attempt(decision.propose, propose, on(reviewed, 'officer'), {
      outcome: 'award',
      amountFen: 1,
      ...reason,
    }),
    'decision.sendBack': attempt(decision.sendBack, sendBackProposal, on(proposed, 'director'), reason),
    'decision.cancelNotice': attempt(decision.cancelNotice, cancelNotice, on(proposed, 'director'), reason, wrongPhase),
    'decision.restart': attempt(decision.restart, restart, on(reviewed, 'lead'), reason),
    'agreement.signAsGrantee': attempt(
      agreement.signAsGrantee,
      signAsGrantee,
      { ...at(p.grantee, p), version: 3 },
      signature,
      wrongPhase,
    ),
    'agreement.signAsFoundation': attempt(
      agreement.signAsFoundation,
      signAsFoundation,
      { ...at('director', p), version: 3 },
      signature,
      wrongPhase,
    ),
    'agreement.terminate': attempt(agreement.terminate, terminate, { ...at('director', p), version: 3 }, reason),
    'agreement.restart': attempt(
      agreement.restart,
      restartAgreement,
      { ...at('administrator', p), version: 3 },
      reason,
    ),
    'payments.restart': attempt(
      payments.restart,
      restartPayment,
      at('administrator', p, { number: '2' }),
      reason,
      wrongPhase,
    ),
    'payments.sendBack': attempt(
      payments.sendBack,
      sendBackPayment,
      { ...at('lead', p, { number: '2' }) },
      reason,
      wrongPhase,
    ),
    'payments.execute': attempt(
      payments.execute,
      execute,
      at('cashier', p, { number: '2' }),
      { bankReference: 'A-2' },
      wrongPhase,
    ),
    'payments.bounce': attempt(payments.bounce, bounce, at('accountant', p, { number: '2' }), reason, wrongPhase),
    'delivery.record': attempt(routes.delivery.record, delivery.record, at(p.grantee, p), service),
    'delivery.correct': attempt(routes.delivery.correct, delivery.correct, at(p.grantee, p, { recordId }), {
      ...service,
      ...reason,
    }),
    'evaluation.report': attempt(evaluation.report, report, at(p.grantee, p, { stage: 'midTerm' }), {
      summary: '如期',
      documentIds: [documentId],
    }),
    'evaluation.assign': attempt(evaluation.assign, assignEvaluator, stage('closeOut', 2), asked),
    'evaluation.submit': attempt(
      evaluation.submit,
      marks.submit,
      { ...stage('midTerm', 3), as: 'evaluator' },
      { marks: given, opinion: '良好' },
    ),
    'evaluation.sendBack': attempt(
      evaluation.sendBack,
      marks.sendBack,
      { ...stage('midTerm', 3), as: 'lead' },
      reason,
      wrongPhase,
    ),
    'operations.replaceCalendar': attempt(
      operations.replaceCalendar,
      replaceCalendar,
      { as: 'administrator', params: { year: '2027' }, version: 0 },
      { off: ['2027-01-01'], worked: ['2027-01-09'], ...reason },
    ),
  };
}
