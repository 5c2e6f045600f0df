import type { words as zh } from './desk.zh.ts';
import type { Words } from './words.ts';

export const words: Words<typeof zh> = {
  area: 'Review desk',
};
