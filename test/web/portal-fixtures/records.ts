import * as z from 'zod/mini';
import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { formOf } from '#shared/domain/evaluation-form';
import { ServiceItem } from '#shared/domain/service-item';
import { Instant, instantOf, msOf } from '#shared/kernel/instant';
import type { Reply } from '../../../web/client/api.ts';

const day = 86_400_000;
export const now = () => Instant.parse(new Date().toISOString());
/** So many days from now. */
export const inDays = (days: number) => instantOf(msOf(now()) + days * day);

const item = (code: string, zh: string, en: string, unit: string, from: number, to: number) => ({
  ...{ code, name: { zh, en }, unit, priceFromFen: from * 100, priceToFen: to * 100 },
  ...{
    class: 'care',
    field: '助老',
    target: '困难老人',
    content: `${zh}，按服务标准提供`,
    quality: '持证上门，当日上传记录',
  },
  ...{ effectiveFrom: '2026-01-01', phase: 'active', standardVersion: 1 },
});
export const items = z.parse(z.array(ServiceItem), [
  item('CARE-01', '巡访探视', 'Visiting', '次', 30, 60),
  item('CARE-02', '居家看护照料', 'Home-based personal care', '小时', 50, 80),
  item('CARE-03', '康复训练指导', 'Rehabilitation training', '次', 120, 200),
]);

const rules = {
  v: 1,
  rubric: [{ id: 'R1', name: { zh: '需求与对象精准性', en: 'Need and targeting' }, max: 100, lookFor: '需求数据翔实' }],
  ...{ passScore: 70, expertsPerApplication: 5, admissionWorkingDays: 7, reviewDays: 10, noticeDays: 7, signDays: 15 },
  tranches: [
    { share: 50, after: 'signature' },
    { share: 30, after: 'midTerm' },
    { share: 20, after: 'closeOut' },
  ],
  ...{ midTermPassScore: 60, closeOutPassScore: 60, reportDays: 30 },
};
const call = (callId: string, zh: string, en: string, opens: number, closes: number) => ({
  ...{ callId, number: 'HBHZ-CARE-2026', phase: 'published', name: { zh, en }, fundId: 'fund-1', rules },
  ...{ budgetFen: 260_000_000, floorFen: 5_000_000, capFen: 20_000_000, months: 12 },
  ...{ items: items.map(({ code }) => code), targetGroups: ['TG01', 'TG02', 'TG03'] },
  eligibility: '在上海登记满一年的社会组织；近三年无重大违法；有独立账户与财务制度；服务地与受益人在上海。',
  contact: '示例项目部，电话 021-0000 0000',
  ...{ note: '须有持证护理或康复人员。', opensAt: inDays(opens), closesAt: inDays(closes) },
  open: opens < 0 && closes > 0,
});
export const calls = [
  call('call-care', '“沪帮沪助”照护服务专项', 'Care services call', -20, 6),
  call('call-living', '“沪帮沪助”生活服务专项', 'Daily-living services call', -10, 20),
  call('call-past', '“沪帮沪助”关爱服务专项（首期）', 'Care-and-inclusion call, first round', -200, -170),
];

export const organisation = (hasAccount: boolean) => ({
  state: {
    ...{ organisationId: 'organisation-1', phase: 'active', name: '浦江示例助老服务中心', uscc: '52310000MJ0000001D' },
    ...{ kind: 'socialServiceAgency', district: '310115', hasAccount, accountVersion: hasAccount ? 1 : 0 },
    grades: [
      { awardId: 'award-old', title: '独居老人探访（2025）', grade: 'excellent', score: 92.5, at: inDays(-200) },
    ],
  },
  version: 3,
  may: ['organisation.setAccount'],
  ...(hasAccount ? { accountMasked: '示例银行上海浦江支行 ****6688' } : {}),
});

const title = '高龄独居老人助浴与照护';
const application = (applicationId: string, callId: string, phase: string, more: object = {}) => ({
  ...{ applicationId, callId, fundId: 'fund-1', organisationId: 'organisation-1', title, phase },
  ...{ organisationName: '浦江示例助老服务中心', contactId: 'person-1', requestedFen: 0, attempt: 1 },
  ...more,
});
export const applicationStates: Record<string, ReturnType<typeof application>> = {
  'application-draft': application('application-draft', 'call-care', 'draft'),
  'application-blank': application('application-blank', 'call-living', 'draft', { title: '残障人士居家照护' }),
  'application-review': application('application-review', 'call-past', 'inReview', {
    requestedFen: 18_650_000,
    submission: { by: 'person-1', at: inDays(-12), receiptNumber: 'SB-2026-0042', contentHash: 'a3'.repeat(32) },
    admission: { by: 'system:workflow', at: inDays(-6), reason: '材料齐全，符合申报条件' },
  }),
  'application-declined': application('application-declined', 'call-past', 'declined', {
    ...{ title: '社区花园陪伴计划', requestedFen: 9_800_000 },
    submission: { by: 'person-1', at: inDays(-60), receiptNumber: 'SB-2026-0017', contentHash: 'b4'.repeat(32) },
    admission: { by: 'system:workflow', at: inDays(-52), reason: '材料齐全' },
    review: { at: inDays(-40), score: 64.5, reviews: 5, passed: false },
    proposal: {
      by: 'system:workflow',
      at: inDays(-38),
      outcome: 'decline',
      amountFen: 0,
      reason: '得分低于合格线，需求依据不足',
    },
    confirmation: { by: 'system:workflow', at: inDays(-35) },
  }),
};

export const citedNeeds = [
  { needId: 'need-1', district: '310115', targetGroup: 'TG01', itemCode: 'CARE-01', quantity: 48 },
  { needId: 'need-2', district: '310101', targetGroup: 'TG03', itemCode: 'CARE-02', quantity: 12 },
];

const saved = (content: object) => ({ content, version: 2, savedAt: inDays(-1) });
export const fullDraft = () => ({
  project: saved({
    ...{ title, startsOn: '2027-01-04', leader: '陈晓', leaderQualification: '中级社会工作师，从业 8 年' },
    summary: '为浦东新区 60 户 80 岁以上独居老人提供每月 4 次上门助浴与巡访，建立一人一档，发现急难及时上报街镇。',
  }),
  needs: saved({ needIds: ['need-1', 'need-2'], evidence: '来自三个街镇 2026 年上半年走访台账，共 184 户。' }),
  services: saved({
    lines: [
      { itemCode: 'CARE-01', standardVersion: 1, quantity: 2880, beneficiaries: 60, unitPriceFen: 4500 },
      { itemCode: 'CARE-02', standardVersion: 1, quantity: 600, beneficiaries: 25, unitPriceFen: 6500 },
    ],
    approach: '每周固定时段上门，双人作业；服务后当日登记；每季度评估一次。',
  }),
  budget: saved({
    lines: [
      { heading: 'beneficiaryServices', note: '2880 次 × 45 元', amountFen: 12_960_000 },
      { heading: 'staff', note: '2 人 × 12 月 × 2000 元', amountFen: 4_800_000 },
      { heading: 'volunteers', note: '保险与补贴', amountFen: 890_000 },
    ],
    matchingFen: 2_000_000,
  }),
  outcomes: saved({
    goals: [
      {
        goal: '独居老人每周得到探访',
        baseline: '目前每月 1 次',
        target: '60 人，每人每月 4 次',
        method: '服务记录统计',
      },
      { goal: '跌倒发生率下降', baseline: '上年 11 起', target: '不超过 6 起', method: '家属与街镇回访' },
    ],
    sustainability: '项目结束后由街镇社区基金与志愿者队伍接续。',
  }),
  declarations: saved({ noMisconduct: true, noConflict: true, personalData: true, accurate: true }),
});
export type Draft = Reply<typeof applicationsRoutes.read>['draft'];
export const parseDraft = (draft: object): Draft => applicationsRoutes.read.reply.def.shape.draft.parse(draft);

const award = (awardId: string, phase: string, more: object = {}) => ({
  ...{ awardId, number: 'HB-2026-007', applicationId: 'application-review', callId: 'call-past', fundId: 'fund-1' },
  ...{
    organisationId: 'organisation-1',
    organisationName: '浦江示例助老服务中心',
    contactId: 'person-1',
    title,
    phase,
  },
  ...{ amountFen: 18_000_000, months: 12, tranches: rules.tranches, signBy: inDays(9), agreementHash: 'c5'.repeat(32) },
  attempt: 1,
  ...more,
});
export const awards: Record<string, object> = {
  'award-sign': award('award-sign', 'awaitingSignatures', { number: 'HB-2026-011', title: '家庭照护者喘息服务' }),
  'award-run': award('award-run', 'inDelivery', {
    granteeSignature: { by: 'person-1', at: inDays(-150) },
    foundationSignature: { by: 'system:workflow', at: inDays(-148) },
    ...{ startsOn: inDays(-147).slice(0, 10), endsOn: inDays(218).slice(0, 10) },
  }),
};
export const agreementText = [
  '资助协议',
  '编号：HB-2026-011',
  '甲方：基金会（专项基金不具有法人资格，以基金会名义签约）',
  '乙方：浦江示例助老服务中心（统一社会信用代码 52310000MJ0000001D）',
  `一、项目名称：${title}；所属招募：“沪帮沪助”照护服务专项（HBHZ-CARE-2026）。`,
  '二、资助金额：人民币 180,000.00 元；执行期 12 个月，自双方签署之次日起算。',
  '三、拨付：第1期 50%，协议签订后；第2期 30%，中期评估通过后；第3期 20%，结项评估通过后。任一期以前款条件成就为前提。',
  '四、服务内容：CARE-01（标准第1版）2880 次（件），服务 60 人；CARE-02（标准第1版）600 次（件），服务 25 人。',
  '五、目标：独居老人每周得到探访：60 人，每人每月 4 次。',
  '六、报告与评估：乙方于过半及到期后 30 日内提交报告，配合第三方从可及性、适配性、有效性、可持续性四个维度开展评估。',
  '七、个人信息：乙方仅为本项目目的处理服务对象的个人信息，不得转委托，项目结束后返还或删除。',
].join('\n');

const instalment = (number: number, amountFen: number, after: string, phase: string, more: object = {}) => ({
  state: {
    ...{
      awardId: 'award-run',
      number,
      of: 3,
      fundId: 'fund-1',
      organisationId: 'organisation-1',
      title,
      amountFen,
      after,
    },
    ...{ organisationName: '浦江示例助老服务中心', contactId: 'person-1', phase, attempt: 1, approvedBy: [] },
    ...more,
  },
  version: 1,
  may: [],
});
export const instalments = [
  instalment(1, 9_000_000, 'signature', 'confirmed', { confirmedAt: inDays(-130), dueAt: inDays(-128) }),
  instalment(2, 5_400_000, 'midTerm', 'planned'),
  instalment(3, 3_600_000, 'closeOut', 'planned'),
];

const evaluation = (stage: string, phase: string, more: object = {}) => ({
  ...{ awardId: 'award-run', stage, organisationId: 'organisation-1', organisationName: '浦江示例助老服务中心' },
  ...{ contactId: 'person-1', title, reportDueAt: inDays(12), passScore: 60, phase },
  ...more,
});
const totals = { accessibility: 18, suitability: 17.5, effectiveness: 35, sustainability: 15 };
export const evaluations: Record<string, { readonly state: object; readonly form: ReturnType<typeof formOf> }> = {
  midTerm: { state: evaluation('midTerm', 'awaitingReport'), form: formOf('midTerm') },
  closeOut: {
    state: evaluation('closeOut', 'confirmed', {
      ...{ reportDueAt: inDays(-20), score: 85.5, passed: true, totals, formVersion: 1 },
      report: { summary: '全年服务 60 人 2,880 次。', documentIds: [], at: inDays(-30) },
      opinion: '记录完整，服务按时到达，跌倒事件明显减少。建议加强志愿者培训。',
    }),
    form: formOf('closeOut'),
  },
};

export const people = [
  ['need-1', 'beneficiary-k3m9x2', 'CARE-01', 'TG01', 48, 21],
  ['need-2', 'beneficiary-q7w1z4', 'CARE-02', 'TG02', 30, 12],
].map(([needId, beneficiaryId, itemCode, targetGroup, quantity, served]) => ({
  ...{ needId, beneficiaryId, itemCode, targetGroup, quantity, served },
}));
const record = (recordId: string, phase: string, ago: number, more: object = {}) => ({
  state: {
    ...{ recordId, awardId: 'award-run', organisationId: 'organisation-1', needId: 'need-1', phase },
    ...{ beneficiaryId: 'beneficiary-k3m9x2', itemCode: 'CARE-01', standardVersion: 1, quantity: 1 },
    ...{ servedOn: inDays(-ago).slice(0, 10), worker: '李敏', note: '' },
    ...more,
  },
  version: 1,
  may: phase === 'recorded' ? ['serviceRecord.correct'] : [],
});
export const serviceRecords = () => [
  record('record-3', 'recorded', 1),
  record('record-2', 'recorded', 3, { corrects: 'record-1' }),
  record('record-1', 'corrected', 3, { quantity: 2, correctedBy: 'record-2' }),
];

const need = (needId: string, phase: string, itemCode: string, district: string) => ({
  state: {
    ...{ needId, beneficiaryId: 'beneficiary-k3m9x2', adviserId: 'person-2', district, targetGroup: 'TG01', itemCode },
    ...{ quantity: 48, urgency: 'high', source: 'visit', hasNote: false, note: '', phase },
  },
  version: 1,
  may: phase === 'closed' ? [] : ['need.close'],
});
export const ownNeeds = [
  need('need-9', 'recorded', 'CARE-01', '310115'),
  need('need-8', 'published', 'CARE-02', '310115'),
  need('need-7', 'closed', 'CARE-03', '310106'),
];
export const publishedNeeds = ['need-1', 'need-2', 'need-3'].map((needId, index) => ({
  ...{ needId, district: '310115', targetGroup: 'TG01', quantity: 12 * (index + 1), urgency: 'medium' },
  itemCode: items[index]?.code ?? 'CARE-01',
}));

const entry = (sequence: number, type: string, days: number, name: string, more: object = {}) => ({
  ...{ sequence, type, at: inDays(days), by: 'system:workflow', name, record: 'APPLICATION#application-review' },
  ...more,
});
export const timeline = {
  items: [
    entry(1, 'ApplicationDrafted', -20, '陈晓'),
    entry(2, 'ApplicationSubmitted', -12, '陈晓'),
    entry(3, 'ApplicationAdmitted', -6, '基金会', { reason: '材料齐全，符合申报条件' }),
    entry(4, 'ExpertsAssigned', -4, '基金会'),
  ],
};
