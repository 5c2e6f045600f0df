/** The screens of the desk for pictures: holes stand for records of the run that is shown. */
export const screens = [
  { path: '/desk', title: { zh: '我的工作', en: 'My work' } },
  { path: '/desk/reviews', title: { zh: '我的评审', en: 'My reviews' } },
  { path: '/desk/reviews/{applicationId}', title: { zh: '评审', en: 'A review' } },
  { path: '/desk/evaluations', title: { zh: '我的评估', en: 'My evaluations' } },
  { path: '/desk/evaluations/{awardId}/{stage}', title: { zh: '评估', en: 'An evaluation' } },
] as const;
