import * as z from 'zod/mini';
import { AttributeValue, type Item } from './attribute-value.ts';

const values = z.array(AttributeValue);
const texts = z.array(z.string());
const bytes = (text: string) => Buffer.byteLength(text, 'utf8');
const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);

/** What a list or map costs beside its members: 3 bytes, and 1 for each member. */
const COLLECTION_BYTES = 3;
const MEMBER_BYTES = 1;

/** Bytes of each type of value, as DynamoDB counts them for capacity. */
const sizers: Readonly<Record<string, (value: unknown) => number>> = {
  S: (value) => bytes(z.parse(z.string(), value)),
  N: (value) => numberSize(z.parse(z.string(), value)),
  B: (value) => binarySize(z.parse(z.string(), value)),
  BOOL: () => 1,
  NULL: () => 1,
  SS: (value) => sum(z.parse(texts, value).map(bytes)),
  NS: (value) => sum(z.parse(texts, value).map(numberSize)),
  BS: (value) => sum(z.parse(texts, value).map(binarySize)),
  L: (value) => COLLECTION_BYTES + sum(z.parse(values, value).map((member) => valueSize(member) + MEMBER_BYTES)),
  M: (value) =>
    COLLECTION_BYTES +
    sum(
      Object.entries(z.parse(z.record(z.string(), AttributeValue), value)).map(
        ([name, member]) => bytes(name) + valueSize(member) + MEMBER_BYTES,
      ),
    ),
};

function valueSize(value: AttributeValue): number {
  return sum(
    Object.entries(value).map(([type, inner]) => {
      const size = sizers[type];
      if (!size) throw new Error(`An attribute value of type ${type} is not supported`);
      return size(inner);
    }),
  );
}

const binarySize = (base64: string) => Buffer.from(base64, 'base64').length;

/** One byte, one for each pair of digits counted from the decimal point without zeros at either end, one for the sign. */
function numberSize(text: string) {
  const [, sign, whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  if (sign === undefined) throw new Error(`Not a DynamoDB number: ${text}`);
  const digits = whole + fraction;
  const significant = digits.replace(/^0+/, '').replace(/0+$/, '');
  if (!significant) return 1;
  const leading = digits.length - digits.replace(/^0+/, '').length;
  const pointAt = whole.length - leading + Number(exponent); // digits before the decimal point
  const aligned = significant.length + Math.abs(pointAt % 2);
  return 1 + Math.ceil(aligned / 2) + (sign === '-' ? 1 : 0);
}

/** Bytes of an item, as DynamoDB counts them for capacity: names and values. */
export const itemSize = (item: Item): number =>
  sum(Object.entries(item).map(([name, value]) => bytes(name) + valueSize(value)));
