/** CNY 100 billion: the most that an amount of the platform can be. */
export const largestFen = 10_000_000_000_000;

/** Full-width digits and signs come from Chinese keyboards, separators and signs from copied tables. */
const plain = (text: string) => text.normalize('NFKC').replace(/[\s,¥元]/g, '');

/** Yuan as typed, to whole fen; nothing if it is no amount, is negative or has a third decimal (which breaks totals). */
export function fenOf(text: string): number | undefined {
  const match = /^(\d{1,12})(?:\.(\d{0,2}))?$/.exec(plain(text));
  if (!match) return undefined;
  const fen = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return fen <= largestFen ? fen : undefined;
}

/** Fen as an editable text: `123450` is `1234.50`. Digits only, so that what is shown can be typed again. */
export function yuanOf(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const grouped = (digits: string) => digits.replace(/\B(?=(\d{3})+$)/g, ',');

/** Fen for reading: `123456` is `¥1,234.56`. Integer arithmetic on text: no amount is ever a fraction. */
export function moneyOf(fen: number): string {
  const [yuan = '0', cents = '00'] = yuanOf(Math.abs(fen)).split('.');
  return `${fen < 0 ? '-' : ''}¥${grouped(yuan)}.${cents}`;
}
