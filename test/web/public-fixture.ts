import { type CallTemplate, callTemplates, catalogue, defaultRules } from '#infra/sample/calls';
import { catalogueRoutes } from '#shared/contracts/routes/catalogue';
import { identityRoutes } from '#shared/contracts/routes/identity';
import { needsRoutes } from '#shared/contracts/routes/needs';
import { publicRoutes } from '#shared/contracts/routes/public';
import { type Answer, answers, Refusal } from './public-desk-site.ts';

/** Records as the platform would answer them, small and made up. Its decisions are the platform's own. */

const dayMs = 86_400_000;
export const inDays = (days: number) => new Date(Date.now() + days * dayMs).toISOString();
const issuer = 'https://issuer.example';
export const signIn = { issuer, clientId: 'web' };

const callOf = (template: CallTemplate, opens: number, closes: number) => {
  const { key, budgetYuan, capYuan, floorYuan, ...plan } = template;
  return {
    ...plan,
    callId: `call-${key}`,
    number: `HBHZ-2026-${key.toUpperCase()}`,
    fundId: 'fund-1',
    budgetFen: budgetYuan * 100,
    capFen: capYuan * 100,
    floorFen: floorYuan * 100,
    opensAt: inDays(opens),
    closesAt: inDays(closes),
    rules: defaultRules,
    phase: closes > 0 ? 'published' : 'closed',
    open: opens < 0 && closes > 0,
  };
};
const windows: readonly (readonly [number, number])[] = [
  [-10, 20],
  [-26, 4],
  [12, 42],
  [-400, -370],
  [-120, -90],
];
const calls = callTemplates.map((template, index) => callOf(template, ...(windows[index] ?? ([-9, -1] as const))));

const noticeOf = (index: number, from: number, title: string, organisationName: string, yuan: number) => ({
  applicationId: `application-${index}`,
  callId: index % 2 ? 'call-care' : 'call-fast',
  title,
  organisationName,
  amountFen: yuan * 100,
  from: inDays(from),
  until: inDays(from + 7),
  phase: from + 7 > 0 ? 'inNotice' : 'awarded',
});
const notices = [
  noticeOf(1, -3, '“守护夕阳”独居老人巡访照护项目', '上海示例甲社会工作服务中心', 180_000),
  noticeOf(2, -5, '重残家庭喘息服务计划', '上海示例乙助残服务社', 150_000),
  noticeOf(3, -80, '困境儿童课业陪伴', '上海示例丙青少年事务社', 120_000),
];

const districts = ['310101', '310107', '310109', '310112', '310113', '310115'];
const counts = districts.flatMap((district, at) =>
  catalogue
    .filter((_, index) => (index * 7 + at) % 5 === 0)
    .map(({ code }, index) => ({ district, itemCode: code, needs: 2 + ((index * 11 + at * 5) % 17) })),
);

const home = () => ({
  figures: {
    projects: 12,
    organisations: 9,
    personTimes: 3482,
    receivedFen: 720_000_000,
    awardedFen: 168_000_000,
    paidFen: 84_000_000,
    publishedNeeds: counts.reduce((sum, { needs }) => sum + needs, 0),
    metNeeds: 218,
  },
  openCalls: calls
    .filter(({ open }) => open)
    .map(({ callId, name, budgetFen, capFen, closesAt }) => ({ callId, name, budgetFen, capFen, closesAt })),
  now: inDays(0),
});

export const found = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Refusal('record.unknown');
  return value;
};

export const publicAnswers: readonly Answer[] = [
  answers(publicRoutes.home, home),
  answers(publicRoutes.calls, () => ({ items: calls })),
  answers(publicRoutes.call, ({ params }) => found(calls.find(({ callId }) => callId === params['callId']))),
  answers(publicRoutes.notices, () => ({ items: notices })),
  answers(needsRoutes.counts, () => ({ items: counts })),
  answers(catalogueRoutes.list, () => ({
    items: catalogue.map((item) => ({ ...item, effectiveFrom: '2026-01-01', phase: 'active', standardVersion: 1 })),
  })),
  answers(identityRoutes.config, () => ({ ...signIn, audience: 'web', scope: 'openid', now: inDays(0) })),
];
