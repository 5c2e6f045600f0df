import * as z from 'zod/mini';
import { RecordView } from '#shared/contracts/routes/delivery';
import { NeedView } from '#shared/contracts/routes/needs';
import { Application } from '#shared/domain/application';
import { Award } from '#shared/domain/award';
import { Call } from '#shared/domain/call';
import { Evaluation } from '#shared/domain/evaluation';
import { formOf } from '#shared/domain/evaluation-form';
import { Instalment } from '#shared/domain/instalment';

import { Organisation } from '#shared/domain/organisation';
import { District } from '#shared/domain/reference';
import { ServiceItem } from '#shared/domain/service-item';

/** The moment at which the fixtures are looked at. */
export const nowOfFixtures = '2026-03-16T02:00:00.000Z';
const hash = 'a1b2c3d4e5f60718293a4b5c6d7e8f900112233445566778899aabbccddeeff0';
const at = (day: string, time = '02:30') => `${day}T${time}:00.000Z`;

export const staff = {
  officer: '陈晓岚',
  lead: '沈国强',
  director: '周敏',
  accountant: '吴静',
  cashier: '郑凯',
  auditor: '冯雪',
  administrator: '何平',
} as const;
export const personOf = (role: string) => `person-${role}`;

const item = (code: string, zh: string, en: string, serviceClass: string, unit: string, from: number, to: number) => ({
  ...{
    code,
    name: { zh, en },
    class: serviceClass,
    unit,
    phase: 'active',
    standardVersion: code === 'CARE-01' ? 2 : 1,
  },
  field: '助老',
  target: '特困人员、低保对象中有需求者',
  content: '入户、电话或视频探访，了解生活、健康与安全，记录并上报急难',
  quality: '每月不少于 2 次；入户佩证；当日上传记录；异常 2 小时内报街镇',
  ...{ priceFromFen: from * 100, priceToFen: to * 100, effectiveFrom: '2026-01-01' },
});
export const items = z
  .array(ServiceItem)
  .parse([
    item('CARE-01', '巡访探视', 'Home visiting', 'care', '次', 30, 60),
    item('CARE-02', '居家看护照料', 'Home-based personal care', 'care', '小时', 50, 80),
    item('CARE-05', '送医陪护（陪诊）', 'Medical accompaniment', 'care', '次', 150, 260),
    item('LIFE-01', '助餐配送', 'Meal delivery', 'living', '餐', 18, 30),
    item('LIFE-02', '助洁（家政保洁）', 'Home cleaning', 'living', '小时', 45, 70),
    item('LIFE-04', '居家适老化微改造', 'Home adaptation', 'living', '户', 2000, 6000),
    item('HEAR-02', '个案心理疏导', 'Individual counselling', 'companionship', '次', 200, 400),
    item('HEAR-07', '志愿结对陪伴', 'Volunteer companionship', 'companionship', '对/月', 60, 120),
  ]);

const rubric = [
  ['需求与对象精准性', 'Need and targeting', 20],
  ['方案设计与服务标准', 'Design and standards', 20],
  ['目标与成效指标', 'Goals and outcome measures', 12],
  ['团队与专业能力', 'Team and capability', 15],
  ['预算合理性', 'Budget reasonableness', 15],
  ['可行性与风险管理', 'Feasibility and risk', 8],
  ['可持续性与推广性', 'Sustainability', 6],
  ['创新性', 'Innovation', 4],
] as const;

const call = (key: string, zh: string, phase: string, opens: string, closes: string) =>
  Call.parse({
    ...{ callId: `call-${key}`, number: `HBHZ-2026-${key}`, phase, name: { zh, en: `Call ${key}` }, fundId: 'fund-1' },
    ...{ budgetFen: 260_000_000, floorFen: 5_000_000, capFen: 20_000_000, months: 12 },
    ...{ items: ['CARE-01', 'CARE-02', 'CARE-05', 'LIFE-01'], targetGroups: ['TG01', 'TG02', 'TG03'] },
    eligibility: '在上海登记满一年的社会组织，近三年无重大违法记录',
    note: '须有持证护理或康复人员；长护险、政府购买已覆盖内容不重复资助',
    contact: '示例项目部，电话 021-0000 0000',
    ...{ opensAt: `${opens}T16:00:00.000Z`, closesAt: `${closes}T16:00:00.000Z` },
    rules: {
      ...{ v: 1, passScore: 70, expertsPerApplication: 3, admissionWorkingDays: 7, reviewDays: 10, noticeDays: 7 },
      ...{ signDays: 15, midTermPassScore: 60, closeOutPassScore: 60, reportDays: 30 },
      rubric: rubric.map(([name, en, max], index) => ({
        ...{ id: `R${index + 1}`, name: { zh: name, en }, max },
        lookFor: '数据翔实、来源可靠；层次清楚；不与政府已有保障重复',
      })),
      tranches: [
        { share: 50, after: 'signature' },
        { share: 30, after: 'midTerm' },
        { share: 20, after: 'closeOut' },
      ],
    },
  });
export const calls = [
  call('care', '“沪帮沪助”照护服务专项', 'published', '2026-01-31', '2026-03-20'),
  call('heart', '“沪帮沪助”关爱服务专项', 'closed', '2025-08-31', '2025-09-30'),
  call('life', '“沪帮沪助”生活服务专项', 'draft', '2026-04-01', '2026-04-30'),
];

const names = ['暖阳助老服务中心', '静心社会工作事务所', '同行助残服务社', '邻里互助服务中心', '晨光社区发展中心'];
export const organisations = names.map((name, index) =>
  Organisation.parse({
    ...{ organisationId: `organisation-${index + 1}`, phase: 'active', name: `上海${name}（示例）` },
    ...{ uscc: '52310000MJ4900001X', kind: 'socialServiceAgency', district: District.options[index] },
    ...{ hasAccount: index !== 2, accountVersion: index === 2 ? 0 : 1 },
    grades:
      index === 0
        ? [{ awardId: 'award-9', title: '独居老人巡访', grade: 'excellent', score: 93.5, at: at('2025-12-20') }]
        : [],
  }),
);

const nameOf = (index: number) => `上海${names[index % names.length]}（示例）`;
const signed = (role: string, day: string) => ({ by: personOf(role), at: at(day) });

const titles = [
  '失能老人居家照护',
  '重残家庭喘息支持',
  '独居老人巡访探视',
  '大病家庭陪诊服务',
  '社区助餐到家',
  '照护者支持小组',
];
const phases = ['submitted', 'admitted', 'inReview', 'reviewed', 'proposed', 'inNotice'] as const;
const passed = (index: number, from: number) => index >= from;
const application = (index: number) => ({
  ...{ applicationId: `application-${index + 1}`, callId: 'call-care', fundId: 'fund-1' },
  ...{ organisationId: `organisation-${(index % names.length) + 1}`, organisationName: nameOf(index) },
  ...{ title: titles[index % titles.length], phase: phases[index % phases.length], contactId: 'person-applicant' },
  ...{ requestedFen: 15_000_000 + index * 1_234_567, attempt: 1 },
  submission: {
    by: 'person-applicant',
    at: at('2026-03-02'),
    receiptNumber: `SQ-2026-00${index + 1}`,
    contentHash: hash,
  },
  ...(passed(index, 1) && { admission: { ...signed('officer', '2026-03-04'), reason: '材料齐全，符合申报条件' } }),
  ...(passed(index, 3) && { review: { at: at('2026-03-10'), score: 82.67, reviews: 3, passed: true } }),
  ...(passed(index, 4) && {
    proposal: {
      ...{ ...signed('officer', '2026-03-11'), outcome: 'award', amountFen: 15_000_000 },
      reason: '需求明确，团队有持证护理人员；人员费偏高，核减后建议立项。',
    },
  }),
  ...(passed(index, 5) && {
    confirmation: signed('director', '2026-03-12'),
    notice: { from: at('2026-03-12'), until: '2026-03-19T16:00:00.000Z' },
  }),
});
/** One in each phase, then a hundred more, so that a list has pages. */
export const applications = [
  ...phases.map((_, index) => Application.parse(application(index))),
  ...Array.from({ length: 104 }, (_, index) =>
    Application.parse({
      ...application(0),
      ...{
        applicationId: `application-x${index}`,
        title: `居家照护项目 ${index + 1}`,
        organisationName: nameOf(index),
      },
      requestedFen: 5_000_000 + ((index * 7_654_321) % 15_000_000),
      phase: index % 9 === 0 ? 'refused' : 'submitted',
    }),
  ),
];

const tranches = calls[0]?.rules.tranches;
const award = (key: string, phase: string, more: object) =>
  Award.parse({
    ...{ awardId: `award-${key}`, number: `XY-2026-00${key}`, applicationId: 'application-6', callId: 'call-care' },
    ...{
      fundId: 'fund-1',
      organisationId: 'organisation-1',
      organisationName: nameOf(0),
      contactId: 'person-applicant',
    },
    ...{ title: titles[Number(key) % titles.length], phase, amountFen: 15_000_000, months: 12, tranches, attempt: 1 },
    ...{ signBy: '2026-03-20T16:00:00.000Z', agreementHash: hash, ...more },
  });
const bothSigned = {
  granteeSignature: { by: 'person-applicant', at: at('2025-10-20') },
  foundationSignature: signed('director', '2025-10-21'),
  ...{ startsOn: '2025-10-22', endsOn: '2026-10-21' },
};
export const awards = [
  award('1', 'inDelivery', bothSigned),
  award('2', 'granteeSigned', { granteeSignature: { by: 'person-applicant', at: at('2026-03-14') } }),
  award('3', 'awaitingSignatures', {}),
  award('4', 'closed', { ...bothSigned, grade: 'excellent', score: 93.5 }),
];

const instalment = (awardId: string, number: number, phase: string, more: object) =>
  Instalment.parse({
    ...{ awardId, number, of: 3, fundId: 'fund-1', organisationId: 'organisation-1', organisationName: nameOf(0) },
    ...{ contactId: 'person-applicant', title: titles[Number(awardId.slice(6)) % titles.length], phase, attempt: 1 },
    amountFen: [7_500_000, 4_500_000, 3_000_000][number - 1],
    after: ['signature', 'midTerm', 'closeOut'][number - 1],
    approvedBy: [],
    ...more,
  });
const ordered = { preparedBy: personOf('accountant'), approvedBy: [personOf('lead'), personOf('director')] };
const dueAt = '2026-03-18T16:00:00.000Z';
export const instalments = [
  instalment('award-1', 1, 'confirmed', {
    ...{ ...ordered, executedBy: personOf('cashier'), bankReference: '20251103-0099', confirmedAt: at('2025-11-04') },
  }),
  instalment('award-1', 2, 'due', { dueAt }),
  instalment('award-1', 3, 'planned', {}),
  instalment('award-5', 1, 'prepared', { dueAt, preparedBy: personOf('accountant') }),
  instalment('award-6', 1, 'approved', { ...ordered, dueAt: '2026-03-12T16:00:00.000Z' }),
  instalment('award-7', 1, 'executed', { ...ordered, executedBy: personOf('cashier'), bankReference: '20260315-0007' }),
];

const form = formOf('midTerm');
const evaluation = (key: string, stage: string, phase: string, more: object) =>
  Evaluation.parse({
    ...{ awardId: `award-${key}`, stage, organisationId: 'organisation-1', organisationName: nameOf(0), phase },
    ...{ contactId: 'person-applicant', title: titles[Number(key) % titles.length], passScore: 60 },
    ...{ reportDueAt: '2026-05-21T16:00:00.000Z', ...more },
  });
const report = {
  summary: '已服务 46 户 62 人，完成巡访 512 次；两户迁出，已按程序变更。',
  documentIds: [],
  at: at('2026-03-05'),
};
export const evaluations = [
  evaluation('1', 'midTerm', 'submitted', {
    ...{ report, evaluatorId: 'person-evaluator', dueAt: '2026-03-15T16:00:00.000Z', formVersion: 1, score: 84 },
    totals: { accessibility: 21, suitability: 22, effectiveness: 29, sustainability: 12 },
    marks: form.map(({ id, max }) => ({
      id,
      score: Math.floor(max * 0.84),
      evidence: '抽查 30 份记录，现场访谈 6 户',
    })),
    opinion: '服务稳定，记录规范；建议加强照护者培训与替补人员安排。',
  }),
  evaluation('1', 'closeOut', 'awaitingReport', { reportDueAt: '2026-11-20T16:00:00.000Z' }),
  evaluation('2', 'midTerm', 'reported', { report }),
];

const groups = ['TG01', 'TG02', 'TG03', 'TG04'];
export const needs = Array.from({ length: 24 }, (_, index) =>
  NeedView.parse({
    ...{ needId: `need-${index}`, beneficiaryId: `beneficiary-0000${index}`, adviserId: 'person-adviser' },
    ...{ district: '310101', targetGroup: groups[index % 4], itemCode: items[index % items.length]?.code },
    ...{ quantity: 4 + index, urgency: ['high', 'medium', 'low'][index % 3], source: ['visit', 'referral'][index % 2] },
    hasNote: index % 3 === 0,
    note: index % 3 === 0 ? '独居，行动不便，子女在外地' : '',
    phase: (['recorded', 'published', 'published', 'closed'] as const)[index % 4],
  }),
);

export const records = Array.from({ length: 30 }, (_, index) =>
  RecordView.parse({
    ...{
      recordId: `record-${index}`,
      awardId: 'award-1',
      organisationId: 'organisation-1',
      needId: `need-${index % 4}`,
    },
    ...{ beneficiaryId: `beneficiary-0000${index % 4}`, itemCode: 'CARE-01', standardVersion: 2, quantity: 1 },
    ...{ servedOn: `2026-02-${String((index % 28) + 1).padStart(2, '0')}`, worker: '李护工', note: '' },
    phase: index === 3 ? 'corrected' : 'recorded',
  }),
);
export const agreementHash = hash;
