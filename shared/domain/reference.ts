import * as z from 'zod/mini';

/** Districts of Shanghai by code (dated: 2023 edition of the statistics list). 310199 is unassigned and only for samples. */
export const districts = {
  '310101': { zh: '黄浦区', en: 'Huangpu' },
  '310104': { zh: '徐汇区', en: 'Xuhui' },
  '310105': { zh: '长宁区', en: 'Changning' },
  '310106': { zh: '静安区', en: "Jing'an" },
  '310107': { zh: '普陀区', en: 'Putuo' },
  '310109': { zh: '虹口区', en: 'Hongkou' },
  '310110': { zh: '杨浦区', en: 'Yangpu' },
  '310112': { zh: '闵行区', en: 'Minhang' },
  '310113': { zh: '宝山区', en: 'Baoshan' },
  '310114': { zh: '嘉定区', en: 'Jiading' },
  '310115': { zh: '浦东新区', en: 'Pudong' },
  '310116': { zh: '金山区', en: 'Jinshan' },
  '310117': { zh: '松江区', en: 'Songjiang' },
  '310118': { zh: '青浦区', en: 'Qingpu' },
  '310120': { zh: '奉贤区', en: 'Fengxian' },
  '310151': { zh: '崇明区', en: 'Chongming' },
} as const;
export const District = z.enum([
  '310101',
  '310104',
  '310105',
  '310106',
  '310107',
  '310109',
  '310110',
  '310112',
  '310113',
  '310114',
  '310115',
  '310116',
  '310117',
  '310118',
  '310120',
  '310151',
]);
export type District = z.output<typeof District>;

/** Target groups (Shanghai Regulation on Social Assistance arts. 9-15; State Council General Office 2023 No. 39). */
export const targetGroups = {
  TG01: { zh: '最低生活保障对象', en: 'Minimum living allowance recipients' },
  TG02: { zh: '特困人员', en: 'Persons in extreme hardship' },
  TG03: { zh: '低保边缘家庭', en: 'Near-minimum-allowance households' },
  TG04: { zh: '刚性支出困难家庭', en: 'Rigid-expenditure hardship households' },
  TG05: { zh: '临时救助对象', en: 'Temporary-relief recipients' },
  TG06: { zh: '受灾人员', en: 'Disaster-affected persons' },
  TG07: { zh: '防止返贫监测对象', en: 'Monitored against relapse' },
  TG09: { zh: '其他困难人员', en: 'Other persons in difficulty' },
} as const;
export const TargetGroup = z.enum(['TG01', 'TG02', 'TG03', 'TG04', 'TG05', 'TG06', 'TG07', 'TG09']);
export type TargetGroup = z.output<typeof TargetGroup>;

/** How a need came to light (大数据预警、走访、自述、转介). */
export const NeedSource = z.enum(['dataAlert', 'visit', 'selfReport', 'referral']);
export const Urgency = z.enum(['high', 'medium', 'low']);
export const ServiceClass = z.enum(['care', 'living', 'companionship']);
export const ItemCode = z
  .string()
  .check(z.regex(/^(CARE|LIFE|HEAR)-\d{2}$/))
  .brand<'ItemCode'>();
export type ItemCode = z.output<typeof ItemCode>;

/** The four dimensions of every evaluation (可及性、适配性、有效性、可持续性). */
export const dimensions = ['accessibility', 'suitability', 'effectiveness', 'sustainability'] as const;
export const Dimension = z.enum(dimensions);
export type Dimension = z.output<typeof Dimension>;

export const Grade = z.enum(['excellent', 'good', 'qualified', 'unqualified']);
export type Grade = z.output<typeof Grade>;
