import type { Project } from './round.ts';

/** Ten invented projects, each at home in one of the sample calls. */
export const projects = {
  home: {
    title: '安康到家：独居与失能老人居家看护',
    summary: '为黄浦、徐汇两区低保与特困独居、失能老人提供巡访探视与居家看护，一户一策，每季复核照护计划。',
    approach: '由持证护理员每周入户两次，社工每月探访；异常两小时内上报街镇；引用照护服务标准现行版本。',
    lines: [
      { itemCode: 'CARE-01', quantity: 1200, beneficiaries: 60, unitYuan: 45 },
      { itemCode: 'CARE-02', quantity: 1500, beneficiaries: 40, unitYuan: 60 },
    ],
    requestedYuan: 180_000,
  },
  bath: {
    title: '一浴暖心：高龄失能老人助浴服务',
    summary: '面向普陀区高龄失能老人开展上门与定点助浴，配备双人服务与风险告知，保障尊严与安全。',
    approach: '浴前后测量血压，两人协作；意外险全程在保；每季抽样回访满意度并公示改进。',
    lines: [{ itemCode: 'CARE-04', quantity: 600, beneficiaries: 50, unitYuan: 200 }],
    requestedYuan: 138_000,
  },
  rehab: {
    title: '同行康复：重残与重病家庭康复指导',
    summary: '为浦东新区重度残疾与重病康复期对象提供家庭康复训练指导与送医陪护。',
    approach: '康复治疗师先评估后训练，三个月复评；陪诊小结二十四小时内回传，不代替医疗决定。',
    lines: [
      { itemCode: 'CARE-03', quantity: 500, beneficiaries: 45, unitYuan: 150 },
      { itemCode: 'CARE-05', quantity: 260, beneficiaries: 45, unitYuan: 200 },
    ],
    requestedYuan: 150_000,
  },
  respite: {
    title: '喘息驿站：长期照护者支持',
    summary: '为长期照护失能家人的困难家庭提供喘息服务，缓解照护者压力。',
    approach: '照护者书面申请，每户每年限额；替代期每日报平安。',
    lines: [{ itemCode: 'CARE-07', quantity: 360, beneficiaries: 36, unitYuan: 280 }],
    requestedYuan: 118_000,
  },
  meals: {
    title: '热饭到门：行动不便困难家庭助餐',
    summary: '为杨浦区行动不便的困难老人与残疾人提供营养配餐与上门送餐。',
    approach: '与持证餐饮单位合作，留样四十八小时，十一时至十二时半送达率不低于百分之九十五。',
    lines: [{ itemCode: 'LIFE-01', quantity: 4500, beneficiaries: 90, unitYuan: 22 }],
    requestedYuan: 112_000,
  },
  clean: {
    title: '整洁之家：困难家庭居室环境改善',
    summary: '为低保与刚性支出困难家庭开展深度清洁、收纳与小修，三个月回访保持度。',
    approach: '家属同意后服务，前后对比照片避开个人信息；社工跟进生活习惯支持。',
    lines: [{ itemCode: 'LIFE-05', quantity: 60, beneficiaries: 60, unitYuan: 1500 }],
    requestedYuan: 98_000,
  },
  errands: {
    title: '跑腿帮办：政策与生活事务帮办',
    summary: '为行动不便、不熟悉政策的困难群众提供代办代购与救助政策帮办。',
    approach: '不经手现金或留双签单据；个人资料当场归还；服务不收费。',
    lines: [{ itemCode: 'LIFE-06', quantity: 900, beneficiaries: 120, unitYuan: 45 }],
    requestedYuan: 46_000,
  },
  heart: {
    title: '静心同行：困难家庭个案心理疏导',
    summary: '为低保与重病家庭提供心理评估、个案疏导与团体支持小组。',
    approach: '量表评估与危机分级，高危两小时内转介；每案不少于六次，双月督导，结案评估。',
    lines: [
      { itemCode: 'HEAR-01', quantity: 160, beneficiaries: 80, unitYuan: 110 },
      { itemCode: 'HEAR-02', quantity: 360, beneficiaries: 60, unitYuan: 280 },
    ],
    requestedYuan: 146_000,
  },
  children: {
    title: '小小苏河：困境儿童成长支持',
    summary: '为静安区困境儿童提供课业辅导与成长小组，监护人单独同意，未成年人保护守则全程执行。',
    approach: '两人在场或开放空间；背景核查；期末成长档案。',
    lines: [
      { itemCode: 'HEAR-08', quantity: 700, beneficiaries: 30, unitYuan: 85 },
      { itemCode: 'HEAR-09', quantity: 30, beneficiaries: 30, unitYuan: 1200 },
    ],
    requestedYuan: 108_000,
  },
  cases: {
    title: '一户一策：复杂需求家庭个案管理',
    summary: '为多重困难家庭开展个案管理与资源链接，逐户评估、计划、复核与结案。',
    approach: '社工师负责，每人不超过二十五户；每季复核；七个工作日内反馈转介结果。',
    lines: [
      { itemCode: 'HEAR-14', quantity: 40, beneficiaries: 40, unitYuan: 3200 },
      { itemCode: 'HEAR-15', quantity: 120, beneficiaries: 40, unitYuan: 70 },
    ],
    requestedYuan: 152_000,
  },
  neighbours: {
    title: '邻里结对：志愿陪伴与数字生活辅导',
    summary: '由志愿团队为独居困难老人提供结对陪伴与智能手机、就医挂号辅导。',
    approach: '志愿者实名登记、先培训后上岗；小班不超过十人，不代管密码。',
    lines: [
      { itemCode: 'HEAR-07', quantity: 60, beneficiaries: 10, unitYuan: 90 },
      { itemCode: 'HEAR-16', quantity: 160, beneficiaries: 40, unitYuan: 60 },
    ],
    requestedYuan: 18_000,
  },
} as const satisfies Record<string, Project>;
export type ProjectKey = keyof typeof projects;
