import type { Role } from '#shared/domain/person';
import type { District } from '#shared/domain/reference';

/** Everybody here is invented; addresses end in example.org, which belongs to nobody. */
export type Staff = {
  readonly account: string;
  readonly name: string;
  readonly hint: string;
  readonly roles: readonly Role[];
};

const member = (account: string, name: string, hint: string, ...roles: Role[]): Staff => ({
  account,
  name,
  hint,
  roles,
});

export const administrator = member('administrator', '演示管理员', '管理员 Administrator', 'administrator');
export const officer = member('officer', '演示项目官员', '项目官员 Programme officer', 'officer');
export const lead = member('lead', '演示主管', '项目主管 Programme lead', 'lead');
export const director = member('director', '演示秘书长', '秘书长 Director', 'director');
export const accountant = member('accountant', '演示会计', '会计 Accountant', 'accountant');
export const cashier = member('cashier', '演示出纳', '出纳 Cashier', 'cashier');
export const auditor = member('auditor', '演示监事', '监事 Supervisor', 'auditor');
export const experts = ['甲', '乙', '丙', '丁', '戊'].map((letter, index) =>
  member(`expert-${index + 1}`, `演示专家${letter}`, '评审专家 Expert reviewer', 'expert'),
);
export const evaluators = ['甲', '乙'].map((letter, index) =>
  member(`evaluator-${index + 1}`, `演示评估员${letter}`, '第三方评估 Evaluator', 'evaluator'),
);
export const advisers = ['甲', '乙', '丙'].map((letter, index) =>
  member(`adviser-${index + 1}`, `演示顾问${letter}`, '社区救助顾问 Community adviser', 'adviser'),
);
export const invited: readonly Staff[] = [
  ...[officer, lead, director, accountant, cashier, auditor],
  ...[...experts, ...evaluators, ...advisers],
];

export const addressOf = (account: string) => `${account}@hubang.example.org`;

/** Plainly invented: the body of each credit code reads DEM, and both of its check characters hold. */
export const sampleOrganisations: readonly {
  readonly account: string;
  readonly person: string;
  readonly name: string;
  readonly uscc: string;
  readonly district: District;
}[] = [
  {
    account: 'applicant-1',
    person: '演示申报人一',
    name: '示例·安康居家照护服务中心',
    uscc: '52310000DEM000014W',
    district: '310101',
  },
  {
    account: 'applicant-2',
    person: '演示申报人二',
    name: '示例·暖巢助老服务社',
    uscc: '52310000DEM000022P',
    district: '310107',
  },
  {
    account: 'applicant-3',
    person: '演示申报人三',
    name: '示例·浦江社会工作事务所',
    uscc: '52310115DEM000014R',
    district: '310115',
  },
  {
    account: 'applicant-4',
    person: '演示申报人四',
    name: '示例·同行康复服务中心',
    uscc: '52310115DEM000022L',
    district: '310115',
  },
  {
    account: 'applicant-5',
    person: '演示申报人五',
    name: '示例·静好心理关爱中心',
    uscc: '52310106DEM000014Q',
    district: '310106',
  },
  {
    account: 'applicant-6',
    person: '演示申报人六',
    name: '示例·苏河青少年成长中心',
    uscc: '52310106DEM000022K',
    district: '310106',
  },
  {
    account: 'applicant-7',
    person: '演示申报人七',
    name: '示例·互助社区服务协会',
    uscc: '51310000DEM0000140',
    district: '310110',
  },
  {
    account: 'applicant-8',
    person: '演示申报人八',
    name: '示例·益家社会公益促进会',
    uscc: '51310000DEM000022T',
    district: '310112',
  },
];
