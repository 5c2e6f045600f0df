import { describe, expect, it } from 'vitest';
import { maskName, maskResidentId, ResidentId } from '#shared/domain/resident-id';

const invented = [
  ...['310199194503120011', '310199198802290027', '31019920150601003X', '31019919720815014X'],
  ...['310199201309300257', '310199195001010300', '310199196612240070'],
];

describe('a resident number', () => {
  it.each(invented)('%s, which is invented for samples, is valid', (number) => {
    expect(ResidentId.parse(number)).toBe(number);
  });
  it('is taken with blanks and a small x', () => {
    expect(ResidentId.parse(' 310199 20150601 003x')).toBe('31019920150601003X');
  });
  it.each(invented)('%s is refused with any other last character', (number) => {
    const others = [...'0123456789X'].filter((last) => last !== number.slice(-1));
    for (const last of others) expect(ResidentId.safeParse(number.slice(0, 17) + last).success).toBe(false);
  });
  it.each([
    // The check digits of the first three hold.
    ['310199198902290024', '1989 was no leap year'],
    ['310199198813010027', 'there is no thirteenth month'],
    ['310199198804310028', 'April has thirty days'],
    ['31019919450312001', 'it is too short'],
    ['3101991945031200111', 'it is too long'],
    ['X10199194503120011', 'X stands only at the end'],
  ])('%s is refused: %s', (number) => expect(ResidentId.safeParse(number).success).toBe(false));
});

describe('what a screen shows', () => {
  it('of a number is the province and the last four', () => {
    expect(maskResidentId('310199194503120011')).toBe('310***********0011');
  });
  it.each([
    ['王小明', '王**'],
    ['王', '王*'],
    ['𠮷田', '𠮷*'],
  ])('of the name %s is %s', (name, shown) => expect(maskName(name)).toBe(shown));
});
