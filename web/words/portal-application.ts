import { wordBook } from './words.ts';

export const portalApplicationWords = wordBook({
  zh: () => import('./portal-application.zh.ts'),
  en: () => import('./portal-application.en.ts'),
});
