import type { Task, TimelineEntry } from './record.tsx';

/** Made-up content of the gallery, in the language that the layout has to suit first. */
export const timeline: readonly TimelineEntry[] = [
  {
    id: '4',
    what: '退回补正',
    who: '周敏（项目官员）',
    at: '2026-03-18T02:20:00.000Z',
    why: '预算明细缺少志愿者保险的测算依据，请补充后重新提交。',
    tone: 'refused',
  },
  { id: '3', what: '通过资格审查', who: '周敏（项目官员）', at: '2026-03-12T06:05:00.000Z', tone: 'done' },
  { id: '2', what: '提交申报', who: '林晓（示例助老服务中心）', at: '2026-03-05T09:41:00.000Z' },
  { id: '1', what: '创建草稿', who: '林晓（示例助老服务中心）', at: '2026-02-27T01:12:00.000Z' },
];

export const tasks: readonly Task[] = [
  { id: 'project', label: '项目概况', to: '/design?task=project', state: 'done', hint: '3 月 2 日 14:20 已保存' },
  { id: 'needs', label: '对应的需求', to: '/design?task=needs', state: 'done', hint: '引用 4 条已发布需求' },
  {
    id: 'services',
    label: '服务项目',
    to: '/design?task=services',
    state: 'in-progress',
    hint: '还需填写“助浴服务”的数量',
  },
  { id: 'budget', label: '预算明细', to: '/design?task=budget', state: 'refused', hint: '人员费超过上限 40%' },
  { id: 'documents', label: '申报书与附件', to: '/design?task=documents', state: 'not-started' },
  { id: 'submit', label: '核对并提交', to: '/design?task=submit', state: 'blocked', hint: '以上各项完成后可提交' },
];

export type Row = {
  readonly id: string;
  readonly name: string;
  readonly organisation: string;
  readonly amountFen: number;
  readonly phase: string;
};
export const rows: readonly Row[] = [
  { id: '1', name: '高龄独居老人助浴与照护', organisation: '示例助老服务中心', amountFen: 18_650_000, phase: '评审中' },
  {
    id: '2',
    name: '困境儿童 2026 春季成长支持',
    organisation: '示例青少年社工事务所',
    amountFen: 12_000_050,
    phase: '公示中',
  },
  {
    id: '3',
    name: '重病家庭“一户一策”个案管理',
    organisation: '示例社会工作发展中心',
    amountFen: 9_880_000,
    phase: '执行中',
  },
];

export const districts = [
  { label: '浦东新区', value: 412 },
  { label: '静安区', value: 238 },
  { label: '杨浦区', value: 196 },
  { label: '崇明区', value: 41 },
];

export const steps = ['申报', '资格审查', '专家评审', '公示', '签约', '执行', '结项'].map((label) => ({
  id: label,
  label,
}));
