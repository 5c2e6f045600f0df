import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUscc, kindOf, Uscc } from '#shared/domain/uscc';

/** Published by their holders, and the worked example of GB 32100-2015. */
const published = [
  '53100000500019795A',
  '51100000500002862F',
  '53100000500021676K',
  '51100000500012681T',
  '12100000400009127B',
  '91350100M000100Y43',
];
const invented = [
  ...['52310000DEM000014W', '52310000DEM000022P', '52310115DEM000014R', '52310115DEM000022L', '52310106DEM000014Q'],
  ...['52310106DEM000022K', '51310000DEM0000140', '51310000DEM000022T', '53310000DEM000014R', '53310000DEM000022L'],
  ...['91310115DEM000014Q', '91310115DEM000022K'],
];
const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY';

describe('a credit code', () => {
  it.each(published)('%s, which is published, is valid', (code) => expect(isUscc(code)).toBe(true));
  it.each(invented)('%s, which is invented for samples, is valid', (code) => expect(isUscc(code)).toBe(true));

  it.each([
    ['53100000500020462H', 'its last check fails'],
    ['531000005000074012', 'its last check fails'],
    ['51100000500000024G', 'its last check fails'],
    ['91350100M000100Y4Z', 'Z is no letter of the code'],
    ['52310000DEM000014', 'it is too short'],
    ['52310000DEM000014WW', 'it is too long'],
    ['', 'it is empty'],
    ['52310000DEM00001IW', 'I is no letter of the code'],
  ])('%s is refused: %s', (code) => expect(Uscc.safeParse(code).success).toBe(false));

  it('is refused when the check of its entity fails, though the last one holds', () => {
    // Of 52310000DEM000014W the 17th character is one higher, with weight 28; W is worth 28, and 28 less makes 0.
    expect(isUscc('52310000DEM0000150')).toBe(false);
  });

  it('with one character changed is never valid', () => {
    const change = fc.tuple(fc.constantFrom(...published, ...invented), fc.nat(17), fc.constantFrom(...letters));
    fc.assert(
      fc.property(change, ([code, index, letter]) => {
        fc.pre(code.charAt(index) !== letter);
        expect(isUscc(code.slice(0, index) + letter + code.slice(index + 1))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('is taken as people type it, and kept in one form', () => {
    expect(Uscc.parse(' 5231 0000-dem0 0001 4w ')).toBe('52310000DEM000014W');
  });

  it.each([
    ['51310000DEM0000140', 'socialGroup'],
    ['52310000DEM000014W', 'socialServiceAgency'],
    ['53310000DEM000014R', 'foundation'],
    ['12100000400009127B', 'publicInstitution'],
    ['91310115DEM000014Q', 'enterprise'],
  ])('%s names a %s', (code, kind) => expect(kindOf(Uscc.parse(code))).toBe(kind));
});
