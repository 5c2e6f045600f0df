import en from 'zod/v4/locales/en.js';

/** zod/mini brings no words of its own: without these a refusal would only say "Invalid input". */
export const inEnglish = { error: en().localeError };
