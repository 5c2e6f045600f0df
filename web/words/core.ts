import { words as en } from './en.ts';
import { useWords, wordsAtHand } from './words.ts';
import { words as zh } from './zh.ts';

export const core = wordsAtHand({ zh, en });

/** Words of the shell and of the components, in the language of the page. */
export const useCoreWords = () => useWords(core);
