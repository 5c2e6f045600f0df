import type { Call } from './call.ts';
import type { Content } from './section.ts';
import type { ServiceItem } from './service-item.ts';

type Parties = {
  readonly foundationName: string;
  readonly number: string;
  readonly organisationName: string;
  readonly uscc: string;
  readonly title: string;
  readonly amountFen: number;
  readonly months: number;
};

/** What a service is called and counted in, by its standard. */
type Standard = Pick<ServiceItem, 'code' | 'name' | 'unit'>;

const yuan = (fen: number) => {
  const whole = Math.floor(fen / 100).toString();
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${(fen % 100).toString().padStart(2, '0')}`;
};
const after = { signature: '协议签订后', midTerm: '中期评估通过后', closeOut: '结项评估通过后' } as const;

/**
 * The text of the grant agreement (资助协议), made from what was submitted and decided: the same facts always give the
 * same text, whose hash both sides sign. The wording is ours and no legal advice.
 */
export function agreementText(parties: Parties, call: Call, content: Content, items: readonly Standard[]) {
  const { rules } = call;
  const tranches = rules.tranches.map(({ share, after: when }, index) => `第${index + 1}期 ${share}%，${after[when]}`);
  const services = content.services.lines.map(({ itemCode, standardVersion, quantity, beneficiaries }) => {
    const item = items.find(({ code }) => code === itemCode);
    const name = item ? `${item.name.zh}（${itemCode}，标准第${standardVersion}版）` : itemCode;
    return `${name} ${quantity} ${item?.unit ?? '个计量单位'}，服务 ${beneficiaries} 人`;
  });
  const goals = content.outcomes.goals.map(({ goal, target }) => `${goal}：${target}`);
  return [
    '资助协议',
    `编号：${parties.number}`,
    `甲方：${parties.foundationName}（专项基金不具有法人资格，以基金会名义签约）`,
    `乙方：${parties.organisationName}（统一社会信用代码 ${parties.uscc}）`,
    `一、项目名称：${parties.title}；所属招募：${call.name.zh}（${call.number}）。`,
    `二、资助金额：人民币 ${yuan(parties.amountFen)} 元；执行期 ${parties.months} 个月，自双方签署之次日起算。`,
    `三、拨付：${tranches.join('；')}。任一期以前款条件成就为前提。`,
    `四、服务内容：${services.join('；')}。`,
    `五、目标：${goals.join('；')}。`,
    `六、报告与评估：乙方于过半及到期后 ${rules.reportDays} 日内提交报告，配合第三方从可及性、适配性、有效性、可持续性四个维度开展评估；中期合格线 ${rules.midTermPassScore} 分，结项合格线 ${rules.closeOutPassScore} 分。`,
    '七、个人信息：乙方仅为本项目目的处理服务对象的个人信息，不得转委托，项目结束后返还或删除。',
    '八、专款专用：结余资金于结项后 30 日内退回；挪用、虚构记录的，停拨并追回。',
    '九、双方同意以电子签名方式签署本协议，签名对应本文本的 SHA-256 摘要。',
  ].join('\n');
}
