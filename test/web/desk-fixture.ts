import * as z from 'zod/mini';
import { defaultRules } from '#infra/sample/calls';
import { documentsRoutes } from '#shared/contracts/routes/documents';
import { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import { identityRoutes } from '#shared/contracts/routes/identity';
import { reviewRoutes } from '#shared/contracts/routes/review';
import { Evaluation, submitEvaluation } from '#shared/domain/evaluation';
import { formOf } from '#shared/domain/evaluation-form';
import { Review, submitReview } from '#shared/domain/review';
import { type Answer, type Asked, answers, Refusal } from './public-desk-site.ts';
import { found, inDays, publicAnswers } from './public-fixture.ts';

const documentOf = (number: number, ownerId: string, kind: string, name: string) => ({
  documentId: `document-${number}`,
  ownerId,
  kind,
  name,
  mediaType: 'application/pdf',
  sha256: 'a'.repeat(64),
  phase: 'clean',
  bytes: 1_240_000,
  expiresAt: inDays(-30),
});

const section = <Content>(content: Content) => ({ content, version: 3, savedAt: inDays(-20) });
const paragraph =
  '项目依托三个街道的社区救助顾问，对独居、失能和重残的低保、特困家庭开展定期巡访与居家照护。每户先评估、再定计划，每季度复核一次；发现急难情况两小时内报街镇。';
const draft = {
  project: section({
    title: '“守护夕阳”独居老人巡访照护项目',
    summary: `${paragraph}\n服务团队由 4 名持证社工和 6 名护理员组成，已连续三年在本区开展同类服务。`,
    startsOn: '2027-01-01',
    leader: '示例负责人',
    leaderQualification: '中级社会工作师，从业 9 年',
  }),
  needs: section({ needIds: ['need-1', 'need-2', 'need-3'], evidence: paragraph }),
  services: section({
    lines: [
      { itemCode: 'CARE-01', standardVersion: 1, quantity: 1200, beneficiaries: 60, unitPriceFen: 5000 },
      { itemCode: 'CARE-02', standardVersion: 1, quantity: 900, beneficiaries: 24, unitPriceFen: 9500 },
      { itemCode: 'CARE-07', standardVersion: 1, quantity: 90, beneficiaries: 18, unitPriceFen: 28000 },
    ],
    approach: paragraph,
  }),
  budget: section({
    lines: [
      { heading: 'beneficiaryServices', note: '巡访、照护与喘息服务', amountFen: 11_200_000 },
      { heading: 'staff', note: '社工与督导', amountFen: 5_000_000 },
      { heading: 'volunteers', note: '', amountFen: 800_000 },
      { heading: 'administration', note: '', amountFen: 1_000_000 },
    ],
    matchingFen: 2_000_000,
  }),
  outcomes: section({
    goals: [
      { goal: '重点对象每周巡访覆盖率', baseline: '62%', target: '≥ 95%', method: '服务记录' },
      { goal: '照护者负担量表得分下降', baseline: '47 分', target: '≤ 38 分', method: '前后测' },
    ],
    sustainability: '项目结束后由街道购买服务承接巡访部分，志愿者队伍继续结对。',
  }),
  declarations: section({ noMisconduct: true, noConflict: true, personalData: true, accurate: true }),
};

type Stored<State> = { state: State; version: number };
const reviewOf = (id: string, title: string, phase: string, due: number): Stored<Review> => ({
  version: 4,
  state: z.parse(Review, {
    applicationId: `application-${id}`,
    callId: 'call-care',
    expertId: 'person-1',
    title,
    phase,
    dueAt: inDays(due),
    ...(phase === 'submitted' && {
      lines: defaultRules.rubric.map((one, index) => ({
        id: one.id,
        score: Math.round(one.max * 0.8),
        reason: index === 0 ? '需求有台账和街镇意见支持，量化充分。' : '',
      })),
      total: 81,
      opinion: '方案扎实，预算基本合理，建议立项；居家照护单价偏高，请核减。',
    }),
  }),
});

const evaluationOf = (id: string, stage: string, title: string, phase: string, due: number): Stored<Evaluation> => ({
  version: 6,
  state: z.parse(Evaluation, {
    awardId: `award-${id}`,
    stage,
    organisationId: 'organisation-1',
    organisationName: '上海示例甲社会工作服务中心',
    contactId: 'person-9',
    title,
    reportDueAt: inDays(-10),
    passScore: 60,
    phase,
    evaluatorId: 'person-1',
    dueAt: inDays(due),
    report: {
      summary: `${paragraph}\n截至目前已服务 52 人、1,036 人次。`,
      documentIds: ['document-7'],
      at: inDays(-12),
    },
    ...(phase === 'confirmed' && {
      formVersion: 1,
      marks: formOf('midTerm').map(({ id: mark, max }) => ({
        id: mark,
        score: max - 1,
        evidence: '服务记录与现场抽查一致。',
      })),
      totals: { accessibility: 22, suitability: 22, effectiveness: 31, sustainability: 12 },
      score: 87,
      opinion: '进展良好，人员稳定，建议加强预算执行。',
      passed: true,
    }),
  }),
});

/** What the desk knows; commands change it, so that a screen can be followed through its phases. */
export function deskRecords() {
  const reviews = [
    reviewOf('new', '重残家庭喘息服务计划', 'assigned', 6),
    reviewOf('open', '“守护夕阳”独居老人巡访照护项目', 'accepted', 2),
    reviewOf('done', '困境儿童课业陪伴', 'submitted', -4),
    reviewOf('left', '社区数字生活辅导', 'recused', -9),
  ];
  const evaluations = [
    evaluationOf('1', 'closeOut', '认知障碍家庭支持计划', 'assigned', 9),
    evaluationOf('2', 'midTerm', '困境儿童课业陪伴', 'confirmed', -30),
  ];
  return { reviews, evaluations, downloads: Array.of<string>() };
}
type Desk = ReturnType<typeof deskRecords>;

const may: Readonly<Record<string, readonly string[]>> = {
  assigned: ['review.accept', 'review.recuse'],
  accepted: ['review.recuse', 'review.submit'],
};
const reviewView = ({ state, version }: Stored<Review>) => ({ state, version, may: may[state.phase] ?? [] });
const evaluationView = ({ state, version }: Stored<Evaluation>) => ({
  ...{ state, version },
  may: state.phase === 'assigned' ? ['evaluation.submit'] : [],
});

function seen<State>(stored: Stored<State>, { ifMatch }: Asked) {
  if (ifMatch !== `"${stored.version}"`) throw new Refusal('record.stale');
  return stored;
}

const insisted = <Value>(
  result: { ok: true; value: Value } | { ok: false; error: { code: string; details?: unknown } },
) => {
  if (result.ok) return result.value;
  throw new Refusal(
    z.parse(
      z.enum(['review.line-invalid', 'review.reason-missing', 'evaluation.mark-invalid', 'record.wrong-phase']),
      result.error.code,
    ),
    result.error.details,
  );
};

export function deskAnswers(desk: Desk): readonly Answer[] {
  const review = ({ params }: Asked) =>
    found(desk.reviews.find(({ state }) => state.applicationId === params['applicationId']));
  const evaluation = ({ params }: Asked) =>
    found(desk.evaluations.find(({ state }) => state.awardId === params['awardId'] && state.stage === params['stage']));
  const move = (stored: Stored<Review>, next: Partial<Review>) => {
    stored.state = { ...stored.state, ...next };
    stored.version += 1;
    return { phase: stored.state.phase, version: stored.version };
  };
  return [
    ...publicAnswers,
    answers(identityRoutes.me, () => ({
      linked: true,
      personId: 'person-1',
      name: '示例专家',
      roles: ['expert', 'evaluator'],
      organisationId: null,
    })),
    answers(reviewRoutes.mine, () => ({
      items: desk.reviews.map((review) => ({ ...reviewView(review), organisationName: '浦江社工服务社' })),
    })),
    answers(reviewRoutes.read, (asked) => {
      const stored = review(asked);
      const isIn = stored.state.phase === 'accepted' || stored.state.phase === 'submitted';
      const { applicationId } = stored.state;
      return {
        ...reviewView(stored),
        organisationName: '上海示例甲社会工作服务中心',
        requestedFen: 18_000_000,
        rubric: defaultRules.rubric,
        ...(isIn && { draft }),
        documents: isIn ? [documentOf(1, applicationId, 'proposal', '项目申报书（盖章）.pdf')] : [],
      };
    }),
    answers(reviewRoutes.accept, (asked) => move(seen(review(asked), asked), { phase: 'accepted' })),
    answers(reviewRoutes.recuse, (asked) => move(seen(review(asked), asked), { phase: 'recused' })),
    answers(reviewRoutes.submit, (asked) => {
      const stored = seen(review(asked), asked);
      const body = z.parse(reviewRoutes.submit.body, asked.body);
      const by = { by: stored.state.expertId, at: stored.state.dueAt };
      const event = insisted(submitReview(stored.state, defaultRules.rubric, { ...body, ...by }));
      const { lines, total, opinion } = event;
      return { ...move(stored, { phase: 'submitted', lines, total, opinion }), total };
    }),
    answers(evaluationRoutes.mine, () => ({ items: desk.evaluations.map(evaluationView) })),
    answers(evaluationRoutes.read, (asked) => {
      const stored = evaluation(asked);
      return {
        ...evaluationView(stored),
        form: formOf(stored.state.stage),
        documents: [documentOf(7, stored.state.awardId, 'report', '结项报告.pdf')],
        figures: { records: 1043, people: 52, personTimes: 1036, plannedPeople: 60 },
      };
    }),
    answers(evaluationRoutes.submit, (asked) => {
      const stored = seen(evaluation(asked), asked);
      const body = z.parse(evaluationRoutes.submit.body, asked.body);
      const by = { by: stored.state.contactId, at: stored.state.reportDueAt };
      const form = formOf(stored.state.stage);
      const event = insisted(submitEvaluation(stored.state, form, { ...body, ...by, formVersion: 1 }));
      const { marks, totals, score, opinion } = event;
      stored.state = { ...stored.state, phase: 'submitted', marks, totals, score, opinion };
      stored.version += 1;
      return { phase: 'submitted', version: stored.version, score, grade: 'good' };
    }),
    answers(documentsRoutes.link, ({ params }) => {
      desk.downloads.push(params['documentId'] ?? '');
      return { url: '/mark.svg', expiresAt: inDays(1) };
    }),
  ];
}
