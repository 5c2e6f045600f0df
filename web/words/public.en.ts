import type { words as zh } from './public.zh.ts';
import type { Words } from './words.ts';

export const words: Words<typeof zh> = {
  area: 'Public site',
};
