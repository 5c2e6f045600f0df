import type { words as zh } from './portal-award.zh.ts';
import type { Words } from './words.ts';

export const words: Words<typeof zh> = { title: 'Projects' };
