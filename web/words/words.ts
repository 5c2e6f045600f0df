import { use } from 'react';
import { type Language, useLanguage, whenLanguageChanges } from './language.ts';

/** The same keys in another language: a text for each text, a function with the same arguments for each function. */
export type Words<Table> = {
  readonly [Key in keyof Table]: Table[Key] extends string
    ? string
    : Table[Key] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Words<Table[Key]>;
};

/** One area's words: how to fetch them, and those that were fetched. */
export type WordBook<Table> = {
  readonly load: (language: Language) => Promise<Table>;
  readonly loaded: (language: Language) => Table | undefined;
};

type Load<Table> = Readonly<Record<Language, () => Promise<{ readonly words: Table }>>>;

/** React reads a promise that says what it came to at once, without waiting for it once more. */
function readable<Value>(promise: Promise<Value>): Promise<Value> {
  promise.then(
    (value) => Object.assign(promise, { status: 'fulfilled', value }),
    () => undefined,
  );
  return promise;
}

/** Words that come with their area, one language at a time. */
export function wordBook<Table>(loads: Load<Table>): WordBook<Table> {
  const ready = new Map<Language, Table>();
  const running = new Map<Language, Promise<Table>>();
  const fetchWords = async (language: Language) => {
    const { words } = await loads[language]();
    ready.set(language, words);
    return words;
  };
  const load = (language: Language) => {
    const promise = running.get(language) ?? readable(fetchWords(language));
    running.set(language, promise);
    // A failed load is forgotten, so that trying again asks the network again.
    promise.catch(() => running.delete(language));
    return promise;
  };
  // The other language is fetched before the page turns to it, so nothing flashes.
  whenLanguageChanges((language) => (running.size > 0 ? load(language) : undefined));
  return { load, loaded: (language) => ready.get(language) };
}

/**
 * The words of a book in the language of the page. The first time in an area it waits inside the area's Suspense. Always by
 * way of `use`: a component that waited for it and goes on without it has the wrong hooks for React, which then renders all anew.
 */
export function useWords<Table>(book: WordBook<Table>): Table {
  return use(book.load(useLanguage()));
}
