import type { words as zh } from './portal.zh.ts';
import type { Words } from './words.ts';

export const words: Words<typeof zh> = {
  area: 'Portal',
};
