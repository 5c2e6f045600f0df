import { keysOf } from '#shared/kernel/const-table';
import type { Mail } from './mail-rule.ts';

/**
 * Every reminder and notice. The codes M.. are those of rules 5.6; the others are ours. Nothing in here names, or can
 * name, a person in need: the values come from projects, calls and payments alone.
 */
const mails = {
  S01: {
    to: ['contact'],
    on: ['ApplicationSubmitted'],
    subject: {
      zh: '【沪帮沪助】已收到您的申报“{project}”',
      en: '[Hubang] We have received your application "{project}"',
    },
    message: {
      zh: '您在“{call}”中的申报“{project}”已提交成功，回执编号{code}。资格审查结果将另行通知。',
      en: 'Your application "{project}" to "{call}" has been submitted; your receipt number is {code}. We will write to you about its admission.',
    },
  },
  M01: {
    to: ['contact'],
    due: { of: 'call', days: [-7, -3, -1] },
    subject: {
      zh: '【沪帮沪助】“{call}”将于{due}截止，您的申报“{project}”尚为草稿',
      en: '[Hubang] "{call}" closes on {due}; your application "{project}" is still a draft',
    },
    message: {
      zh: '“{call}”将于{due}截止，您的申报“{project}”尚为草稿。已填写的内容均已保存，请在截止前补全并提交。',
      en: '"{call}" closes on {due} and your application "{project}" is still a draft. All that you typed is saved; please complete and submit it before then.',
    },
  },
  M03: {
    to: ['contact'],
    on: ['ApplicationAdmitted', 'ApplicationRefused'],
    subject: {
      zh: '【沪帮沪助】{project}资格审查{result}',
      en: '[Hubang] Admission of "{project}": {result}',
    },
    message: {
      zh: '您的申报“{project}”资格审查{result}。说明：{reason}',
      en: 'The admission check of your application "{project}" has ended: {result}. Reason given: {reason}',
    },
  },
  M04: {
    to: ['expert'],
    on: ['ReviewAssigned'],
    due: { of: 'review', days: [-2, 0] },
    subject: {
      zh: '【沪帮沪助】请在{due}前完成“{project}”的评审；如有利益关系请点击回避',
      en: '[Hubang] Please review "{project}" by {due}; recuse yourself if you have an interest in it',
    },
    message: {
      zh: '请在{due}前完成“{project}”的评审。如与申报机构有利益关系，请在评审页面选择回避。',
      en: 'Please complete your review of "{project}" by {due}. If you have an interest in the applicant, recuse yourself on the page of the review.',
    },
  },
  M06: {
    to: ['contact'],
    on: ['AwardConfirmed'],
    subject: {
      zh: '【沪帮沪助】“{call}”拟立项名单公示{from}至{until}',
      en: '[Hubang] Public notice of proposed awards of "{call}", {from} to {until}',
    },
    message: {
      zh: '您的申报“{project}”已列入拟立项名单，公示期为{from}至{until}。如有异议，请在公示期内向基金会书面提出，联系方式：{inquiries}。',
      en: 'Your application "{project}" is among the proposed awards. The public notice runs from {from} to {until}; objections go to the foundation in writing during that time: {inquiries}.',
    },
  },
  N01: {
    to: ['contact'],
    on: ['DeclineConfirmed', 'NoticeCancelled'],
    subject: { zh: '【沪帮沪助】“{project}”未予立项', en: '[Hubang] "{project}" was not awarded' },
    message: {
      zh: '您的申报“{project}”未予立项。评审意见与说明可登录平台查看，欢迎参加今后的项目招募。',
      en: 'Your application "{project}" was not awarded. You find the reasons on the platform, and are welcome to apply to a later call.',
    },
  },
  M07: {
    to: ['contact'],
    on: ['AwardGranted'],
    due: { of: 'granteeSignature', days: [-3, 0] },
    subject: {
      zh: '【沪帮沪助】{project}合同待签，截止{due}，请先确认账户与票据',
      en: '[Hubang] The agreement on "{project}" is to be signed by {due}',
    },
    message: {
      zh: '“{project}”公示期满，已予立项，资助金额{amount}元。合同待签，截止{due}，签署前请先确认收款账户与票据。',
      en: 'The public notice of "{project}" has ended and CNY {amount} is awarded. Please sign the agreement by {due}, and make sure first that your bank account is on record.',
    },
  },
  'M07-foundation': {
    to: ['director'],
    due: { of: 'foundationSignature', days: [-3, 0] },
    subject: {
      zh: '【待办】{project}合同待基金会签署，截止{due}',
      en: '[To do] The agreement on "{project}" awaits the signature of the foundation by {due}',
    },
    message: {
      zh: '承接机构已签署“{project}”合同，请基金会在{due}前签署。',
      en: 'The grantee has signed the agreement on "{project}". Please sign it for the foundation by {due}.',
    },
  },
  A01: {
    to: ['contact'],
    on: ['FoundationSigned'],
    subject: { zh: '【沪帮沪助】{project}合同已生效', en: '[Hubang] The agreement on "{project}" is in force' },
    message: {
      zh: '“{project}”合同双方均已签署，项目期为{from}至{until}。',
      en: 'Both sides have signed the agreement on "{project}". The project runs from {from} to {until}.',
    },
  },
  M08: {
    to: ['contact'],
    on: ['PaymentConfirmed'],
    subject: {
      zh: '【沪帮沪助】{project}第{k}期{amount}元已拨付',
      en: '[Hubang] Instalment {k} of "{project}", CNY {amount}, has been paid',
    },
    message: {
      zh: '“{project}”第{k}期款项{amount}元已拨付，请查收并及时回传收据。',
      en: 'Instalment {k} of "{project}", CNY {amount}, has been paid. Please check your account and send us the receipt.',
    },
  },
  'M08-bounced': {
    to: ['contact', 'accountant'],
    on: ['PaymentBounced'],
    subject: {
      zh: '【沪帮沪助】{project}第{k}期{amount}元被银行退回',
      en: '[Hubang] The bank returned instalment {k} of "{project}", CNY {amount}',
    },
    message: {
      zh: '“{project}”第{k}期款项{amount}元被银行退回，请核对收款账户信息，核对后将重新拨付。',
      en: 'The bank returned instalment {k} of "{project}", CNY {amount}. Please check the bank account on record; it will be paid again then.',
    },
  },
  M10: {
    to: ['contact'],
    due: { of: 'midTermReport', days: [-30, -7, 0] },
    subject: {
      zh: '【沪帮沪助】{project}中期报告应于{due}前提交，逾期按不合格处理',
      en: '[Hubang] The mid-term report of "{project}" is due on {due}',
    },
    message: {
      zh: '“{project}”中期报告应于{due}前提交，逾期按不合格处理，并影响后续拨款。',
      en: 'The mid-term report of "{project}" is due on {due}. Without it the evaluation cannot be passed, and the next instalment waits.',
    },
  },
  'M10-late': {
    to: ['lead'],
    due: { of: 'midTermReport', days: [3] },
    subject: {
      zh: '【逾期】{project}中期报告应于{due}前提交，至今未交',
      en: '[Overdue] The mid-term report of "{project}" was due on {due}',
    },
    message: {
      zh: '{organisation}的“{project}”中期报告应于{due}前提交，至今未交，请联系承接机构。',
      en: 'The mid-term report of "{project}" ({organisation}) was due on {due} and has not been handed in. Please get in touch with the grantee.',
    },
  },
  M13: {
    to: ['contact'],
    due: { of: 'closeOutReport', days: [-30, -7, 0] },
    subject: {
      zh: '【沪帮沪助】{project}请于{due}前提交结项、决算与资料清单',
      en: '[Hubang] The close-out report of "{project}" is due on {due}',
    },
    message: {
      zh: '“{project}”请于{due}前提交结项报告、决算与资料清单。',
      en: 'Please hand in the close-out report of "{project}", with its final accounts and list of materials, by {due}.',
    },
  },
  'M13-late': {
    to: ['lead'],
    due: { of: 'closeOutReport', days: [3] },
    subject: {
      zh: '【逾期】{project}结项报告应于{due}前提交，至今未交',
      en: '[Overdue] The close-out report of "{project}" was due on {due}',
    },
    message: {
      zh: '{organisation}的“{project}”结项报告应于{due}前提交，至今未交，请联系承接机构。',
      en: 'The close-out report of "{project}" ({organisation}) was due on {due} and has not been handed in. Please get in touch with the grantee.',
    },
  },
  E01: {
    to: ['evaluator'],
    on: ['EvaluatorAssigned'],
    due: { of: 'marks', days: [-3, 0] },
    subject: {
      zh: '【沪帮沪助】请在{due}前完成“{project}”{stage}评估',
      en: '[Hubang] Please complete the {stage} evaluation of "{project}" by {due}',
    },
    message: {
      zh: '请在{due}前完成“{project}”的{stage}评估，按四个维度逐项评分并填写依据。',
      en: 'Please complete the {stage} evaluation of "{project}" by {due}: a mark with its evidence for each indicator of the four dimensions.',
    },
  },
  'E01-late': {
    to: ['lead'],
    due: { of: 'marks', days: [3] },
    subject: {
      zh: '【逾期】“{project}”{stage}评估应于{due}前完成，至今未交',
      en: '[Overdue] The {stage} evaluation of "{project}" was due on {due}',
    },
    message: {
      zh: '“{project}”的{stage}评估应于{due}前完成，评估人员至今未提交，请联系评估人员。',
      en: 'The {stage} evaluation of "{project}" was due on {due} and its marks are not in. Please get in touch with the evaluator.',
    },
  },
  M15: {
    to: ['contact'],
    on: ['EvaluationConfirmed'],
    subject: {
      zh: '【沪帮沪助】{project}{stage}评估等级{grade}（{score}分）',
      en: '[Hubang] The {stage} evaluation of "{project}": {grade} ({score} points)',
    },
    message: {
      zh: '“{project}”{stage}评估结果为{grade}（{score}分）。如有异议，请向基金会书面提出。',
      en: 'The {stage} evaluation of "{project}" has ended: {grade}, {score} points. If you do not agree, please write to the foundation.',
    },
  },
  F01: {
    to: ['accountant', 'lead'],
    due: { of: 'payment', days: [1] },
    subject: {
      zh: '【逾期】{project}第{k}期{amount}元应于{due}前拨付，尚未完成',
      en: '[Overdue] Instalment {k} of "{project}", CNY {amount}, was to be paid by {due}',
    },
    message: {
      zh: '“{project}”第{k}期款项{amount}元应于{due}前拨付，尚未到账确认，请跟进。',
      en: 'Instalment {k} of "{project}", CNY {amount}, was to be paid by {due} and is not confirmed yet. Please see to it.',
    },
  },
  C01: {
    to: ['contact'],
    on: ['AwardClosed'],
    subject: { zh: '【沪帮沪助】{project}已结项，等级{grade}', en: '[Hubang] "{project}" is closed: {grade}' },
    message: {
      zh: '“{project}”已结项，等级{grade}（{score}分），已记入贵机构档案。感谢你们的服务。',
      en: '"{project}" is closed with the grade {grade} ({score} points), which is on the record of your organisation. Thank you for your service.',
    },
  },
  C02: {
    to: ['contact'],
    on: ['AwardTerminated'],
    subject: { zh: '【沪帮沪助】{project}已终止', en: '[Hubang] "{project}" was terminated' },
    message: {
      zh: '“{project}”已由基金会终止。理由：{reason}。尚未拨付的款项不再拨付，也无需再提交报告。如有异议，请向基金会书面提出。',
      en: 'The foundation has terminated "{project}". Reason given: {reason}. What is not paid yet will not be paid, and no more reports are due. If you do not agree, please write to the foundation.',
    },
  },
  D01: {
    to: ['uploader'],
    on: ['DocumentRefused'],
    subject: { zh: '【沪帮沪助】文件“{document}”未通过检查', en: '[Hubang] The file "{document}" was not accepted' },
    message: {
      zh: '您上传的文件“{document}”未通过检查：{reason}。请重新上传。',
      en: 'The file "{document}" that you uploaded was not accepted: {reason}. Please upload it again.',
    },
  },
  P01: {
    to: ['invited'],
    on: ['PersonInvited'],
    subject: { zh: '【沪帮沪助】邀请您加入沪帮平台', en: '[Hubang] You are invited to the platform' },
    message: {
      zh: '基金会邀请您使用沪帮平台。请登录后用本邮箱地址获取验证码，完成账号关联。',
      en: 'The foundation invites you to its platform. Sign in and ask for a code to be sent to this address; it links your account.',
    },
  },
  code: {
    to: [],
    subject: { zh: '【沪帮沪助】您的验证码', en: '[Hubang] Your one-time code' },
    message: {
      zh: '您的验证码是{oneTimeCode}，{until}前有效。若非本人操作，请忽略此邮件，切勿将验证码告诉他人。',
      en: 'Your one-time code is {oneTimeCode}, valid until {until}. If you did not ask for it, ignore this mail; never tell the code to anyone.',
    },
  },
} as const satisfies Readonly<Record<string, Mail>>;

export type MailRule = keyof typeof mails;
const table: Readonly<Record<MailRule, Mail>> = mails;
export const mailOf = (rule: MailRule): Mail => table[rule];
export const mailRules = keysOf(mails);
export const isMailRule = (rule: string): rule is MailRule => Object.hasOwn(mails, rule);
export const rulesOn = (type: string) => mailRules.filter((rule) => table[rule].on?.some((event) => event === type));
