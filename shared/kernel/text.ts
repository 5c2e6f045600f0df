import * as z from 'zod/mini';

/** Half of a surrogate pair is no character: neither the table nor a hash over UTF-8 can hold it as it is. */
const wellFormed = z.refine<string>((text) => text.isWellFormed(), 'not-text');

/** Text as people type it: trimmed, never empty, bounded in characters. */
export const Text = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max), wellFormed);
export const OptionalText = (max: number) => z.string().check(z.trim(), z.maxLength(max), wellFormed);
/** The same words in both languages; Chinese leads. */
export const Bilingual = z.strictObject({ zh: Text(200), en: Text(200) });
export type Bilingual = z.output<typeof Bilingual>;
/** SHA-256 in lower-case hexadecimal. */
export const Sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
