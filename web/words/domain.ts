import type { DomainWords } from './domain-keys.ts';
import { useWords, wordBook } from './words.ts';

export const domainWords = wordBook<DomainWords>({
  zh: () => import('./domain.zh.ts'),
  en: () => import('./domain.en.ts'),
});

/** What phases, commands, events, roles and the like are called. */
export const useDomainWords = () => useWords(domainWords);

/** The word for a key that came over the wire as plain text; a key that this page does not know yet is shown as it is. */
export const wordOf = (words: Readonly<Record<string, string>>, key: string) => words[key] ?? key;
