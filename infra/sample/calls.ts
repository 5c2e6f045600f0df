import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { Criterion, type Rules } from '#shared/domain/call';
import type { TargetGroup } from '#shared/domain/reference';

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

/** Expert review rubric and catalogue are composed for the sample; they are no foundation's real rules. */
export const rubric = z.parse(z.array(Criterion), read('./rubric.json'));
const Item = z.looseObject({ code: z.string(), class: z.string() });
export const catalogue = z.parse(z.array(Item), read('./catalogue.json'));

const codes = (prefix: string) => catalogue.map(({ code }) => code).filter((code) => code.startsWith(prefix));

export type CallTemplate = {
  readonly key: 'care' | 'living' | 'heart' | 'fast' | 'micro';
  readonly name: { readonly zh: string; readonly en: string };
  readonly budgetYuan: number;
  readonly capYuan: number;
  readonly floorYuan: number;
  readonly months: number;
  readonly items: readonly string[];
  readonly targetGroups: readonly TargetGroup[];
  readonly eligibility: string;
  readonly note: string;
  readonly contact: string;
};

/** Plainly invented: the number belongs to nobody, and the domain is reserved for examples. */
const contact =
  '示例项目部，电话 021-0000 0000（工作日 9:00–17:00），电子邮箱 grants@example.org，地址：上海市示例路 1 号';

const four: readonly TargetGroup[] = ['TG01', 'TG02', 'TG03', 'TG04'];
const five: readonly TargetGroup[] = [...four, 'TG05'];

/** The five calls of the sample round; their budgets add up to CNY 7.2 million. */
export const callTemplates: readonly CallTemplate[] = [
  {
    key: 'care',
    name: { zh: '“沪帮沪助”照护服务专项', en: 'Care services call' },
    ...{ budgetYuan: 2_600_000, capYuan: 200_000, floorYuan: 50_000, months: 12 },
    items: codes('CARE'),
    targetGroups: four,
    eligibility: '上海登记的社会组织（市/区）',
    note: '须有持证护理或康复人员；长护险、政府购买已覆盖的内容不重复资助。',
    contact,
  },
  {
    key: 'living',
    name: { zh: '“沪帮沪助”生活服务专项', en: 'Living services call' },
    ...{ budgetYuan: 1_600_000, capYuan: 150_000, floorYuan: 30_000, months: 12 },
    items: codes('LIFE'),
    targetGroups: five,
    eligibility: '社会组织；企业可作协作方，不得为签约主体',
    note: '适老化改造另附单户上限与验收单。',
    contact,
  },
  {
    key: 'heart',
    name: { zh: '“沪帮沪助”关爱服务专项', en: 'Care-and-inclusion call' },
    ...{ budgetYuan: 2_000_000, capYuan: 180_000, floorYuan: 30_000, months: 12 },
    items: codes('HEAR'),
    targetGroups: five,
    eligibility: '社会组织（项目负责人须持社会工作职业资格）',
    note: '心理疏导须配督导；未成年人项目须监护人单独同意。',
    contact,
  },
  {
    key: 'fast',
    name: { zh: '优秀项目续资（快速通道）', en: 'Fast-track renewal' },
    ...{ budgetYuan: 600_000, capYuan: 200_000, floorYuan: 0, months: 12 },
    items: [...codes('CARE'), ...codes('LIFE'), ...codes('HEAR')],
    targetGroups: five,
    eligibility: '上一轮评估且审计均为优秀、无违规的承接机构',
    note: '免专家答辩；仍须资格复核、预算审核、利益冲突核查与公示。',
    contact,
  },
  {
    key: 'micro',
    name: { zh: '公益团队微创投', en: 'Micro-grants for volunteer teams' },
    ...{ budgetYuan: 400_000, capYuan: 20_000, floorYuan: 5_000, months: 6 },
    items: ['LIFE-06', 'HEAR-06', 'HEAR-07', 'HEAR-08', 'HEAR-16'],
    targetGroups: five,
    eligibility: '公益团队（须由依托单位签约、收款、开票）',
    note: '材料简化；必须有依托单位盖章。',
    contact,
  },
];

/** Defaults that are ours: three instalments of 50, 30 and 20 percent, seven days of notice, 70 points to pass. */
export const defaultRules: Rules = {
  v: 1,
  rubric,
  passScore: 70,
  expertsPerApplication: 3,
  admissionWorkingDays: 7,
  reviewDays: 10,
  noticeDays: 7,
  signDays: 15,
  tranches: [
    { share: 50, after: 'signature' },
    { share: 30, after: 'midTerm' },
    { share: 20, after: 'closeOut' },
  ],
  midTermPassScore: 60,
  closeOutPassScore: 60,
  reportDays: 30,
};
