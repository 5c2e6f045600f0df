import type { Locale } from './locale.ts';

export type Words = Readonly<
  Record<
    | 'title'
    | 'notice'
    | 'choose'
    | 'nobody'
    | 'noHint'
    | 'languages'
    | 'newTitle'
    | 'newLabel'
    | 'newRule'
    | 'newButton'
    | 'invalidAccount'
    | 'signOutTitle'
    | 'signOutYes'
    | 'signOutNo'
    | 'signOutContinue'
    | 'signedOutTitle'
    | 'errorTitle'
    | 'errorHelp'
    | 'toWeb'
    | 'startAgain',
    string
  >
>;

/** Every word of the issuer's pages. */
export const words: Readonly<Record<Locale, Words>> = {
  zh: {
    title: '本机登录',
    notice: '这是本机试用的登录页，不需要密码，仅供在一台电脑上试用和开发。正式部署中没有这个页面。',
    choose: '请选择要以谁的身份登录：',
    nobody: '还没有任何账号。请在下面新建一个。',
    noHint: '其他账号',
    languages: '语言',
    newTitle: '以新账号登录',
    newLabel: '账号名',
    newRule: '2 至 40 个小写字母、数字或连字符，例如 zhang-wei',
    newButton: '登录',
    invalidAccount: '账号名只能由 2 至 40 个小写字母、数字或连字符组成。',
    signOutTitle: '退出登录',
    signOutYes: '退出登录',
    signOutNo: '保持登录',
    signOutContinue: '继续退出',
    signedOutTitle: '已退出登录',
    errorTitle: '无法登录',
    errorHelp: '这次登录没有完成。请回到网站，重新登录。',
    toWeb: '回到网站',
    startAgain: '登录页面已过期，或已在别处用过。',
  },
  en: {
    title: 'Local sign-in',
    notice:
      'This is the sign-in of a local run. It has no passwords and is for trying out and developing on one machine. It does not exist in a deployment.',
    choose: 'Choose who to sign in as:',
    nobody: 'There are no accounts yet. Create one below.',
    noHint: 'Other accounts',
    languages: 'Language',
    newTitle: 'Sign in with a new account',
    newLabel: 'Account name',
    newRule: '2 to 40 lower-case letters, digits or hyphens, such as zhang-wei',
    newButton: 'Sign in',
    invalidAccount: 'An account name is made of 2 to 40 lower-case letters, digits or hyphens.',
    signOutTitle: 'Sign out',
    signOutYes: 'Sign out',
    signOutNo: 'Stay signed in',
    signOutContinue: 'Continue signing out',
    signedOutTitle: 'You are signed out',
    errorTitle: 'Could not sign in',
    errorHelp: 'This sign-in did not finish. Go back to the site and sign in again.',
    toWeb: 'Back to the site',
    startAgain: 'The sign-in page has expired or was used already.',
  },
};
