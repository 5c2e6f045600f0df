/** liumin@example.org is shown as l***n@example.org: two people are told apart, and neither can be written to. */
export const maskAddress = (address: string) =>
  address.replace(/^([^@])[^@]*?([^@]?)@/, (_, first, last) => `${first}***${last}@`);
