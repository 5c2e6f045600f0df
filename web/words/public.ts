import { wordBook } from './words.ts';

export const publicWords = wordBook({ zh: () => import('./public.zh.ts'), en: () => import('./public.en.ts') });
