import { agreementHash, calls, personOf } from './console-records.ts';

const saved = <Content>(content: Content) => ({ content, version: 1, savedAt: '2026-03-01T02:00:00.000Z' });

/** What an applicant has written. */
export const draft = {
  project: saved({
    ...{ title: '失能老人居家照护', startsOn: '2026-04-01', leader: '王负责', leaderQualification: '中级社会工作师' },
    summary: '为本区 60 户失能、半失能老人提供每周上门照护，并为照护者安排喘息服务。\n由持证护理员实施，社工每季复核。',
  }),
  needs: saved({ needIds: ['need-1', 'need-2', 'need-5'], evidence: '街道台账与走访 86 户，三分之二无人替换照护。' }),
  services: saved({
    lines: [
      { itemCode: 'CARE-01', standardVersion: 2, quantity: 1200, beneficiaries: 60, unitPriceFen: 4500 },
      { itemCode: 'CARE-02', standardVersion: 1, quantity: 1500, beneficiaries: 40, unitPriceFen: 6000 },
    ],
    approach: '一户一策，先评估后服务。',
  }),
  budget: saved({
    lines: [
      { heading: 'beneficiaryServices', note: '上门照护与物资', amountFen: 9_000_000 },
      { heading: 'staff', note: '护理员与社工', amountFen: 5_400_000 },
      { heading: 'administration', note: '', amountFen: 600_000 },
    ],
    matchingFen: 1_500_000,
  }),
  outcomes: saved({
    goals: [{ goal: '照护者负担下降', baseline: '量表均分 42', target: '下降 15%', method: '前后测' }],
    sustainability: '与街道养老服务中心共建，项目后由志愿者续接。',
  }),
  declarations: saved({ noMisconduct: true, noConflict: true, personalData: true, accurate: true }),
};

const document = (index: number, name: string, phase: string) => ({
  ...{ documentId: `document-${index}`, ownerId: 'application-1', kind: index === 1 ? 'proposal' : 'attachment', name },
  ...{ mediaType: 'application/pdf', sha256: agreementHash, phase, expiresAt: '2026-03-02T02:00:00.000Z' },
  ...(phase === 'clean' ? { bytes: 1_240_000 } : { reason: 'notWhatItSays' }),
});
export const documents = [document(1, '项目申报书（盖章）.pdf', 'clean'), document(2, '法人登记证书.pdf', 'refused')];

const rubric = calls[0]?.rules.rubric ?? [];
export const reviews = ['甲', '乙', '丙'].map((mark, index) => ({
  ...{
    applicationId: 'application-4',
    callId: 'call-care',
    expertId: `person-expert${index + 1}`,
    name: `专家${mark}`,
  },
  ...{ title: '大病家庭陪诊服务', phase: 'submitted', dueAt: '2026-03-14T16:00:00.000Z', total: 80 + index },
  lines: rubric.map(({ id, max }) => ({ id, score: Math.max(1, max - 2 - (index % 2)), reason: '' })),
  opinion: '需求依据充分，方案可行；建议压缩管理费，补充照护者培训的测量方法。',
}));

const happened = (sequence: number, type: string, role: string, name: string, day: string, reason?: string) => ({
  ...{
    sequence,
    type,
    at: `2026-03-${day}T02:30:00.000Z`,
    by: role === 'workflow' ? 'system:workflow' : personOf(role),
  },
  ...{ name, record: 'APPLICATION#application-6', ...(reason !== undefined && { reason }) },
});
export const timeline = [
  happened(1, 'ApplicationDrafted', 'applicant', '王负责', '01'),
  happened(2, 'ApplicationSubmitted', 'applicant', '王负责', '02'),
  happened(3, 'ApplicationAdmitted', 'officer', '陈晓岚', '04', '材料齐全，符合申报条件'),
  happened(4, 'ExpertsAssigned', 'officer', '陈晓岚', '05'),
  happened(5, 'ReviewClosed', 'workflow', '—', '10'),
  happened(6, 'DecisionProposed', 'officer', '陈晓岚', '10', '人员费偏高，核减后建议立项'),
  happened(7, 'DecisionSentBack', 'director', '周敏', '11', '请补充核减的计算'),
  happened(8, 'DecisionProposed', 'officer', '陈晓岚', '11', '已补充核减计算'),
  happened(9, 'AwardConfirmed', 'director', '周敏', '12'),
];
