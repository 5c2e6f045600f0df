import { wordBook } from './words.ts';

export const portalWords = wordBook({ zh: () => import('./portal.zh.ts'), en: () => import('./portal.en.ts') });
