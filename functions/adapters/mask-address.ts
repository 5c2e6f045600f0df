/** liumin@example.org is shown as li***n@example.org: two people are told apart, and neither can be written to. */
export const maskAddress = (address: string) =>
  address.replace(
    /^([^@]{0,2})[^@]{3,}([^@])@|^([^@]?)[^@]*@/,
    (_, first = '', last = '', short = '') => `${first}${short}***${last}@`,
  );
