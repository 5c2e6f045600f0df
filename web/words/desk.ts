import { wordBook } from './words.ts';

export const deskWords = wordBook({ zh: () => import('./desk.zh.ts'), en: () => import('./desk.en.ts') });
