import { wordBook } from './words.ts';

/** The foundation's staff work in Chinese; an English table can take the second line's place. */
export const consoleWords = wordBook({ zh: () => import('./console.zh.ts'), en: () => import('./console.zh.ts') });
