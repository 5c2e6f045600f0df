import { currentLanguage } from './language.ts';
import { useWords, wordBook } from './words.ts';

export const core = wordBook({ zh: () => import('./zh.ts'), en: () => import('./en.ts') });

/** Before the first render: then the words of shell and components are always at hand, in one language at a time. */
export const loadCoreWords = () => core.load(currentLanguage());

/** Words of the shell and of the components, in the language of the page. */
export const useCoreWords = () => useWords(core);
