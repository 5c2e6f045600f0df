import { useSyncExternalStore } from 'react';

export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

/** What `<html lang>` and Accept-Language say. */
export const languageTags = { zh: 'zh-CN', en: 'en' } as const satisfies Record<Language, string>;

const storageKey = 'hubang.language';
const isLanguage = (value: unknown): value is Language => value === 'zh' || value === 'en';

/** An address with `?lang=` wins, so that a link can be sent in the reader's language; then the last choice; else Chinese. */
export function languageFrom(search: string, remembered: string | null): Language {
  const asked = new URLSearchParams(search).get('lang');
  if (isLanguage(asked)) return asked;
  return isLanguage(remembered) ? remembered : 'zh';
}

/** Storage may be forbidden (private windows, WebViews): then the choice lasts as long as the page. */
function remembered(): string | null {
  try {
    return globalThis.localStorage?.getItem(storageKey) ?? null;
  } catch {
    return null;
  }
}

function remember(language: Language) {
  try {
    globalThis.localStorage?.setItem(storageKey, language);
  } catch {
    // Nothing is lost but the memory of it.
  }
}

let current: Language = languageFrom(globalThis.location?.search ?? '', remembered());
const readers = new Set<() => void>();
const preparations = new Set<(language: Language) => unknown>();

export const currentLanguage = () => current;

/** Calls `prepare` with the next language and waits for it before the page turns. */
export const whenLanguageChanges = (prepare: (language: Language) => unknown) => {
  preparations.add(prepare);
};

export async function setLanguage(language: Language) {
  await Promise.allSettled([...preparations].map((prepare) => prepare(language)));
  current = language;
  remember(language);
  markDocument();
  for (const reader of readers) reader();
}

export function markDocument() {
  document.documentElement.lang = languageTags[current];
}

function subscribe(reader: () => void) {
  readers.add(reader);
  return () => readers.delete(reader);
}

export const useLanguage = () => useSyncExternalStore(subscribe, currentLanguage);
