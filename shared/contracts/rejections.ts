import * as z from 'zod/mini';
import { Instant } from '#shared/kernel/instant';

const line = <Details extends z.ZodMiniType = never>(status: number, zh: string, en: string, details?: Details) => ({
  ...{ status, title: { zh, en }, details },
});
const issues = z.array(z.strictObject({ path: z.string(), code: z.string() }));
const fen = z.int();

/** Every refusal. `request.*` and `record.*` are the runtime's and may meet any caller; a route declares the others. */
export const rejections = {
  'request.invalid': line(
    400,
    '填写内容有误，请按提示修改',
    'Some entries are not valid; correct the fields shown',
    z.strictObject({ issues }),
  ),
  'request.not-json': line(400, '请求内容不是有效的 JSON', 'The body is not valid JSON; send application/json'),
  'request.too-large': line(413, '请求内容超过 256 KB，请缩短后重试', 'The body is larger than 256 KB; shorten it'),
  'request.cursor-invalid': line(
    400,
    '翻页标记无效，请从第一页重新开始',
    'This cursor belongs to another list; start again',
  ),
  'request.key-missing': line(
    400,
    '缺少 Idempotency-Key（1–64 个字符）',
    'Send an Idempotency-Key of 1 to 64 characters',
  ),
  'request.key-reused': line(
    422,
    '该 Idempotency-Key 已用于另一请求，请换一个',
    'This Idempotency-Key was used for another request; use a new one',
  ),
  'request.running': line(409, '同一请求正在处理，请稍候', 'The same request is still running; wait a moment'),
  'request.unlinked': line(
    403,
    '请先用邮件验证码关联您的账号',
    'Link this sign-in to a person first, by the code we mail you',
  ),
  'request.busy': line(
    503,
    '系统繁忙，请稍后再试，您的内容没有丢失',
    'The platform is busy; try again shortly, nothing was lost',
  ),
  'request.failed': line(500, '系统出错，请稍后再试', 'Something went wrong on our side; try again'),
  'record.unknown': line(404, '记录不存在，或您无权查看', 'No such record, or it is not yours to see'),
  'record.version-missing': line(428, '缺少 If-Match 版本号，请刷新后重试', 'Send If-Match with the version you saw'),
  'record.stale': line(
    412,
    '记录已被他人更新，请刷新后重试',
    'The record changed while you were working; reload it and try again',
  ),
  'record.busy': line(409, '操作冲突，请重试', 'Someone else was first; try again'),
  'record.wrong-phase': line(
    409,
    '当前阶段不能进行此操作，请刷新页面',
    'This cannot be done in the present phase; reload the page',
    z.strictObject({ phase: z.string(), command: z.string(), possible: z.array(z.string()) }),
  ),
  'person.address-unknown': line(404, '请输入有效的邮箱地址', 'Enter a valid e-mail address'),
  'person.code-wrong': line(
    422,
    '验证码错误，请核对邮件',
    'The code is wrong; check the mail',
    z.strictObject({ left: z.int() }),
  ),
  'person.code-expired': line(410, '验证码已失效，请重新获取', 'The code has expired or was used; ask for a new one'),
  'person.code-too-soon': line(429, '请求过于频繁，请一分钟后再试', 'A code was sent a moment ago; wait a minute'),
  'person.code-too-many': line(
    429,
    '一小时内请求验证码次数过多，请一小时后再试',
    'Too many codes were asked for within an hour; try again in an hour',
  ),
  'person.already-linked': line(409, '该账号已关联', 'This sign-in is linked already'),
  'person.address-taken': line(409, '该邮箱已有成员使用', 'This address belongs to a person already'),
  'person.own-roles': line(
    403,
    '不能修改自己的角色，请由另一位管理员操作',
    'Nobody changes their own roles; ask another administrator',
  ),
  'person.roles-apart': line(422, '会计与出纳不能由同一人担任', 'Accountant and cashier have to be different people'),
  'person.has-organisation': line(409, '您已加入一家机构', 'You belong to an organisation already'),
  'organisation.uscc-taken': line(
    409,
    '该统一社会信用代码已注册，请联系贵机构的联系人',
    'This credit code is registered already; ask your colleague who did it',
  ),
  'organisation.missing': line(409, '请先登记您的机构', 'Register your organisation first'),
  'organisation.not-eligible': line(
    422,
    '签约主体须为社会组织，企业只能作为协作方',
    'Only a social organisation may apply; an enterprise can be a partner',
  ),
  'beneficiary.erased': line(409, '该对象的个人信息已删除', 'What named this person was erased'),
  'beneficiary.unknown-item': line(422, '服务项目不存在或已停用', 'No such service item in force'),
  'serviceItem.unknown': line(
    422,
    '服务项目不存在或已停用',
    'No such service item in force',
    z.strictObject({ code: z.string() }),
  ),
  'fund.unknown': line(422, '专项基金不存在', 'No such fund'),
  'fund.closed': line(409, '专项基金已关闭', 'The fund is closed'),
  'fund.over-balance': line(409, '专项基金可用余额不足', 'The fund does not hold that much'),
  'fund.reference-used': line(409, '该银行流水号已入账', 'This bank reference is in the ledger already'),
  'call.deadline-passed': line(
    422,
    '申报截止时间已过，请先修改',
    'The deadline has passed; change it first',
    z.strictObject({ closesAt: Instant }),
  ),
  'call.over-balance': line(
    409,
    '总预算超过专项基金的可用余额，请先修改',
    'The budget is more than the fund has available; change it first',
    z.strictObject({ availableFen: fen }),
  ),
  'application.call-not-open': line(
    409,
    '不在申报期内，无法提交',
    'The call is not open at this time',
    z.strictObject({ opensAt: Instant, closesAt: Instant }),
  ),
  'application.amount-out-of-bounds': line(
    422,
    '申请金额超出本次招募的限额',
    'The amount lies outside the bounds of the call',
    z.strictObject({ floorFen: fen, capFen: fen }),
  ),
  'application.incomplete': line(
    422,
    '申报尚未填写完整，请补充标出的内容',
    'The application is not complete; fill in what is listed',
    z.strictObject({ missing: z.array(z.string()) }),
  ),
  'application.item-not-in-call': line(
    422,
    '服务项目不在本次招募范围内',
    'This service item is not part of the call',
    z.strictObject({ code: z.string() }),
  ),
  'application.standard-unknown': line(
    422,
    '所选服务标准版本不存在，请重新选择服务项目',
    'There is no such version of the service standard; choose the service again',
    z.strictObject({ code: z.string(), standardVersion: z.int() }),
  ),
  'application.need-not-published': line(
    422,
    '所选需求未发布或已关闭',
    'A cited need is not published',
    z.strictObject({ needId: z.string() }),
  ),
  'application.too-many': line(
    409,
    '贵机构在本次招募中已有一份申报',
    'Your organisation has an application in this call already',
  ),
  'application.section-stale': line(
    412,
    '此部分已在别处修改，请刷新后合并',
    'This section was changed elsewhere; reload it, nothing of yours was overwritten',
    z.strictObject({ version: z.int() }),
  ),
  'review.expert-unknown': line(
    422,
    '所选人员不是评审专家',
    'This person is not an expert reviewer',
    z.strictObject({ personId: z.string() }),
  ),
  'review.conflict': line(
    422,
    '该专家与申报机构存在利益冲突',
    'This expert belongs to the applying organisation',
    z.strictObject({ personId: z.string() }),
  ),
  'review.already-assigned': line(409, '该专家已分配到此申报', 'This expert is assigned already'),
  'review.too-few': line(422, '评审专家人数不足', 'Too few experts for this call', z.strictObject({ needed: z.int() })),
  'review.line-invalid': line(
    422,
    '评分缺项或超过满分',
    'A score is missing or above its maximum',
    z.strictObject({ id: z.string(), max: z.int() }),
  ),
  'review.reason-missing': line(
    422,
    '低于一半或接近满分的评分须填写理由',
    'A very low or very high score needs a reason',
    z.strictObject({ id: z.string() }),
  ),
  'review.incomplete': line(409, '评审尚未全部完成', 'Not all reviews are in'),
  'decision.below-pass-line': line(
    422,
    '评审得分未达合格线，只能建议不予立项',
    'The score is below the pass line; only a decline can be proposed',
    z.strictObject({ score: z.number() }),
  ),
  'decision.over-request': line(
    422,
    '资助金额须大于零且不超过申请金额',
    'An award is above nil and not above the request',
    z.strictObject({ requestedFen: fen }),
  ),
  'decision.over-budget': line(
    409,
    '资助金额超过本次招募的剩余预算',
    'The award is more than the budget of the call has left',
    z.strictObject({ leftFen: fen }),
  ),
  'decision.same-person': line(403, '提出建议的人不得确认同一事项', 'Who proposed a decision cannot confirm it'),
  'notice.running': line(409, '公示期尚未结束', 'The public notice has not ended', z.strictObject({ until: Instant })),
  'agreement.other-text': line(
    422,
    '协议文本已变化，请重新阅读后签署',
    'This is not the text of the agreement; read it again before you sign',
  ),
  'agreement.same-person': line(403, '双方不得由同一人签署', 'The same person cannot sign for both sides'),
  'organisation.no-account': line(409, '该机构尚未登记收款账户', 'The organisation has no bank account on record'),
  'award.payment-under-way': line(
    409,
    '有款项正在付款途中，待银行确认或退回后再终止',
    'A payment is on its way: terminate when the bank has confirmed or returned it',
    z.strictObject({ number: z.int() }),
  ),
  'payment.no-account': line(409, '承接机构尚未登记收款账户', 'The grantee has no bank account on record'),
  'payment.account-changed': line(
    409,
    '承接机构在付款单制作之后更换了收款账户：请退回付款单，按新账户重新制作和复核',
    'The payee has changed its account since the payment was prepared: send it back, and prepare it for the new account',
  ),
  'payment.own': line(403, '不得复核或办理自己经手的付款', 'Who has handled a payment cannot take this step'),
  'payment.same-approver': line(403, '两次批准须由不同的人作出', 'The two approvals come from two people'),
  'payment.already-ordered': line(409, '该期款项已经支付过', 'This instalment was paid already'),
  'delivery.not-running': line(409, '项目不在执行期', 'The project is not in delivery'),
  'delivery.day-out-of-bounds': line(
    422,
    '服务日期须在项目期内且不晚于今天',
    'The day lies outside the project or in the future',
    z.strictObject({ from: z.string(), until: z.string() }),
  ),
  'delivery.need-not-cited': line(
    422,
    '该需求不在本项目范围内',
    'This need was not cited by the project',
    z.strictObject({ needId: z.string() }),
  ),
  'evaluation.evaluator-unknown': line(422, '所选人员不是评估人员', 'This person is not an evaluator'),
  'evaluation.due-passed': line(422, '完成期限须晚于现在', 'The due date lies in the past; choose a later one'),
  'evaluation.mark-invalid': line(
    422,
    '指标缺项或超过满分',
    'A mark is missing or above its maximum',
    z.strictObject({ id: z.string(), max: z.int() }),
  ),
  'evaluation.own': line(403, '评估人员不得确认自己的评估', 'Nobody confirms their own evaluation'),
  'document.not-clean': line(409, '文件尚未通过检查', 'The document has not passed its checks'),
  'document.too-many': line(409, '文件数量已达上限', 'There are as many documents as a record may have'),
};

export type RejectionCode = keyof typeof rejections;
export type RuntimeCode = Extract<RejectionCode, `request.${string}` | `record.${string}`>;

type Schema<Code extends RejectionCode> = NonNullable<(typeof rejections)[Code]['details']>;
type Details<Code extends RejectionCode> = [Schema<Code>] extends [never]
  ? { readonly details?: never }
  : { readonly details: z.output<Schema<Code>> };

/** A refusal with the details that its line in the table asks for, and none where it asks for none. */
export type Refusal<Code extends RejectionCode> = Code extends RejectionCode
  ? { readonly code: Code } & Details<Code>
  : never;
