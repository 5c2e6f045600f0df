/** The screens of the public site for pictures: `{callId}` stands for a call of the run that is shown. */
export const screens = [
  { path: '/', title: { zh: '首页', en: 'Home' } },
  { path: '/calls', title: { zh: '项目招募', en: 'Calls for projects' } },
  { path: '/calls/{callId}', title: { zh: '招募规则', en: 'The rules of a call' } },
  { path: '/notices', title: { zh: '公示', en: 'Public notice' } },
  { path: '/needs', title: { zh: '需求清单', en: 'Needs list' } },
  { path: '/services', title: { zh: '服务清单', en: 'Service list' } },
  { path: '/enter', title: { zh: '登录入口', en: 'Where to sign in' } },
] as const;
