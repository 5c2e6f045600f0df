import type { Call, CallPlan, Criterion, Rules } from '#shared/domain/call';
import type { ItemCode, TargetGroup } from '#shared/domain/reference';
import { Day, dayOf, endOfDay, later, startOfDay } from '#shared/kernel/instant';
import type { FieldErrors } from '../../client/field-errors.ts';

type Numbers = {
  readonly [Key in
    | 'passScore'
    | 'expertsPerApplication'
    | 'admissionWorkingDays'
    | 'reviewDays'
    | 'noticeDays'
    | 'signDays'
    | 'reportDays'
    | 'midTermPassScore'
    | 'closeOutPassScore']: number | undefined;
};
export type RubricRow = {
  readonly key: string;
  readonly zh: string;
  readonly en: string;
  readonly max: number | undefined;
  readonly lookFor: string;
};
export type TrancheRow = {
  readonly key: string;
  readonly share: number | undefined;
  readonly after: Rules['tranches'][number]['after'] | '';
};

/** A call as it is typed: everything may still be missing. */
export type CallDraft = {
  readonly nameZh: string;
  readonly nameEn: string;
  readonly fundId: string;
  readonly budgetFen: number | undefined;
  readonly floorFen: number | undefined;
  readonly capFen: number | undefined;
  readonly months: number | undefined;
  readonly items: readonly ItemCode[];
  readonly targetGroups: readonly TargetGroup[];
  readonly eligibility: string;
  readonly note: string;
  readonly contact: string;
  /** Days in Shanghai; the call opens at the beginning of the first and closes at the end of the last. */
  readonly opensOn: string;
  readonly closesOn: string;
  readonly numbers: Numbers;
  readonly rubric: readonly RubricRow[];
  readonly tranches: readonly TrancheRow[];
};

/** What each part of the form gets: the whole as typed, and how to change it. */
export type FormPart = {
  readonly draft: CallDraft;
  readonly change: (part: Partial<CallDraft>) => void;
  readonly errors: FieldErrors;
};

let made = 0;
/** Rows have no name of their own while they are typed; React needs one that stays when a row above goes. */
const newKey = () => `row-${++made}`;

export const emptyCriterion = (): RubricRow => ({ key: newKey(), zh: '', en: '', max: undefined, lookFor: '' });
export const emptyTranche = (): TrancheRow => ({ key: newKey(), share: undefined, after: '' });

const criterion = (zh: string, en: string, max: number, lookFor: string): RubricRow => ({
  ...{ key: newKey(), zh, en, max, lookFor },
});

/** The score sheet we propose (ours, not the foundation's); each call may have its own. */
const proposedRubric = () => [
  criterion(
    '需求与对象精准性',
    'Need and targeting',
    20,
    '需求数据翔实、来源可靠、对应需求清单；对象范围清楚；不与政府已有保障重复',
  ),
  criterion(
    '方案设计与服务标准',
    'Design and standards',
    20,
    '服务内容、频次、流程、标准引用；分层分类，一户一策；隐私与安全预案',
  ),
  criterion('目标与成效指标', 'Goals and outcome measures', 12, '基线、目标值、测量方法；产出与成效区分'),
  criterion('团队与专业能力', 'Team and capability', 15, '负责人经验、持证社工/护理/心理人数、督导、往期评估'),
  criterion('预算合理性', 'Budget reasonableness', 15, '单价对照目录、科目合规、成本效益、配套'),
  criterion('可行性与风险管理', 'Feasibility and risk', 8, '进度、场地、合作方、应急与保险'),
  criterion('可持续性与推广性', 'Sustainability and replicability', 6, '后续资源、人才、复制、标准贡献'),
  criterion('创新性', 'Innovation', 4, '机制、方法、技术的实效创新'),
];

const proposedTranches = (): readonly TrancheRow[] => [
  { key: newKey(), share: 50, after: 'signature' },
  { key: newKey(), share: 30, after: 'midTerm' },
  { key: newKey(), share: 20, after: 'closeOut' },
];

export const newDraft = (): CallDraft => ({
  ...{ nameZh: '', nameEn: '', fundId: '', eligibility: '', note: '', contact: '', opensOn: '', closesOn: '' },
  ...{ budgetFen: undefined, floorFen: undefined, capFen: undefined, months: 12, items: [], targetGroups: [] },
  numbers: {
    ...{ passScore: 70, expertsPerApplication: 5, admissionWorkingDays: 7, reviewDays: 10, noticeDays: 7 },
    ...{ signDays: 15, reportDays: 30, midTermPassScore: 60, closeOutPassScore: 60 },
  },
  rubric: proposedRubric(),
  tranches: proposedTranches(),
});

const rowOf = ({ name, max, lookFor }: Criterion) => criterion(name.zh, name.en, max, lookFor);

export function draftOf(call: Call): CallDraft {
  const { rubric, tranches, v, ...numbers } = call.rules;
  const { budgetFen, floorFen, capFen, months, items, targetGroups, fundId, eligibility, note, contact = '' } = call;
  return {
    ...{ budgetFen, floorFen, capFen, months, items, targetGroups, fundId, eligibility, note, contact, numbers },
    ...{ nameZh: call.name.zh, nameEn: call.name.en },
    opensOn: dayOf(call.opensAt),
    closesOn: dayOf(later(call.closesAt, -1)),
    rubric: rubric.map(rowOf),
    tranches: tranches.map((tranche) => ({ key: newKey(), ...tranche })),
  };
}

const momentOf = (day: string, moment: (day: Day) => CallPlan['opensAt']) =>
  day === '' ? undefined : moment(Day.parse(day));

/** What is sent; the schema of the route says what is wrong with it. */
export function planOf(draft: CallDraft): unknown {
  const { nameZh, nameEn, opensOn, closesOn, numbers, rubric, tranches, ...facts } = draft;
  return {
    ...facts,
    name: { zh: nameZh, en: nameEn },
    opensAt: momentOf(opensOn, startOfDay),
    closesAt: momentOf(closesOn, endOfDay),
    rules: {
      v: 1,
      ...numbers,
      rubric: rubric.map(({ zh, en, max, lookFor }, index) => ({
        id: `R${index + 1}`,
        name: { zh, en },
        max,
        lookFor,
      })),
      tranches: tranches.map(({ share, after }) => ({ share, after })),
    },
  };
}

export const sumOf = (numbers: readonly (number | undefined)[]) =>
  numbers.reduce<number>((sum, number) => sum + (number ?? 0), 0);
