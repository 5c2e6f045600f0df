import type { Indicator, Stage } from './evaluation.ts';

/** From when this version of the forms is used. It is ours: the foundation's own form replaces it as the next version. */
export const formVersion = 1;

type Line = Omit<Indicator, 'id' | 'dimension' | 'measure'>;
const line = (zh: string, en: string, formula: string, max: number): Line => ({ name: { zh, en }, formula, max });

/** Counted by a formula (量), or judged by the evaluator (质). */
const counted = (dimension: Indicator['dimension'], ...lines: readonly Line[]) =>
  lines.map((one) => ({ ...one, dimension, measure: 'quantitative' as const }));
const judged = (dimension: Indicator['dimension'], ...lines: readonly Line[]) =>
  lines.map((one) => ({ ...one, dimension, measure: 'qualitative' as const }));

type Unnumbered = Omit<Indicator, 'id'>;
const numbered = (letter: string, indicators: readonly Unnumbered[]): readonly Indicator[] =>
  indicators.map((indicator, index) => ({ id: `${letter}${index + 1}`, ...indicator }));

/** While the project runs (实施): are people reached, does the service fit, does the plan hold? */
const midTerm = numbered('M', [
  ...counted(
    'accessibility',
    line('服务到达率', 'People reached', '已服务去重人数 ÷ 同期计划', 10),
    line('响应及时率', 'Timely first service', '5工作日内首次服务的派单比例', 8),
  ),
  ...judged('accessibility', line('知晓与申诉', 'Information and complaints', '告知书、投诉渠道与处理', 7)),
  ...counted(
    'suitability',
    line('对象合规率', 'Eligibility of those served', '抽查记录中对象资格符合比例', 10),
    line('变更规范率', 'Changes by procedure', '按程序完成的变更比例', 5),
  ),
  ...judged('suitability', line('记录质量', 'Quality of records', '个案、签到、影像、可追溯', 10)),
  ...counted(
    'effectiveness',
    line('服务量完成率', 'Service volume', '实际次数或时数 ÷ 同期计划', 12),
    line('满意度', 'Satisfaction', '抽样电话/问卷满意比例(n≥30或20%)', 8),
    line('预算进度差', 'Budget against time', '|执行率-时间进度|', 8),
  ),
  ...judged('effectiveness', line('中期变化证据', 'Evidence of change so far', '案例、督导意见、基线对比', 7)),
  ...counted(
    'sustainability',
    line('人员稳定率', 'Stability of staff', '核心人员在岗比例', 5),
    line('资源链接', 'Resources brought in', '引入资金/物资/志愿时数 ÷ 计划', 5),
  ),
  ...judged('sustainability', line('问题整改', 'Problems put right', '上次问题闭环情况', 5)),
]);

/** At the end (结项): what was achieved, for whom, and what stays. */
const closeOut = numbered('C', [
  ...counted(
    'accessibility',
    line('目标人数完成率', 'People reached of those promised', '去重服务人数 ÷ 合同目标', 8),
    line('重点对象占比', 'Share of priority groups', 'TG01-TG04 在受益人中的比例', 6),
  ),
  ...judged('accessibility', line('覆盖公平性', 'Fair coverage', '区域、性别、年龄、残障均衡', 6)),
  ...counted(
    'suitability',
    line('需求满足率', 'Needs met', '标记已满足的需求 ÷ 受理需求', 8),
    line('服务标准符合率', 'Conformity with standards', '抽查合格项 ÷ 抽查项', 5),
  ),
  ...judged('suitability', line('专业方法与个别化', 'Professional, individual care', '评估、计划、复核、结案完整', 7)),
  ...counted(
    'effectiveness',
    line('产出完成率', 'Outputs delivered', '服务量 ÷ 合同目标', 10),
    line('成效指标达成率', 'Outcome goals reached', '达标成效指标 ÷ 全部', 10),
    line('受益人满意度', 'Satisfaction of those served', '独立第三方抽样', 8),
    line('预算执行与调整', 'Budget kept', '合规调整幅度', 7),
  ),
  ...judged('effectiveness', line('变化证据', 'Evidence of change', '案例、前后测、家属与街镇评价', 5)),
  ...counted(
    'sustainability',
    line('后续承接', 'Continuation secured', '已落实的后续资金/购买/场地(占年度需求)', 6),
    line('人才成长', 'Growth of skills', '项目内持证社工净增及培训人次达标', 5),
    line('撬动比', 'Leverage', '外部资源折值 ÷ 资助额', 3),
  ),
  ...judged(
    'sustainability',
    line('可复制与标准贡献', 'Replicable, and a gain for standards', '手册、标准修订建议被采纳', 6),
  ),
]);

const forms: { readonly [S in Stage]: readonly Indicator[] } = { midTerm, closeOut };

/** The evaluation form (评估表) of a stage: indicators in four dimensions whose maxima add up to 100. */
export const formOf = (stage: Stage) => [...forms[stage]];
