import { wordBook } from './words.ts';

export const portalAwardWords = wordBook({
  zh: () => import('./portal-award.zh.ts'),
  en: () => import('./portal-award.en.ts'),
});
