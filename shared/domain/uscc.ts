import * as z from 'zod/mini';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const entityAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const entityWeights = [3, 7, 9, 10, 5, 8, 4, 2];

const weigh = (text: string, letters: string, by: readonly number[]) =>
  by.reduce((sum, weight, index) => sum + letters.indexOf(text.charAt(index)) * weight, 0);

/** GB 32100-2015: the last character is (31 - weighted sum mod 31) mod 31 in an alphabet without I, O, S, V and Z. */
const checkOf = (code: string) => alphabet.charAt((31 - (weigh(code, alphabet, weights) % 31)) % 31);

/** GB 11714: positions 9 to 16 are checked by position 17, where 10 is written X and 11 is written 0. */
function entityCheckOf(entity: string) {
  const check = 11 - (weigh(entity, entityAlphabet, entityWeights) % 11);
  return check === 10 ? 'X' : `${check % 11}`;
}

export function isUscc(code: string) {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false;
  return checkOf(code) === code.charAt(17) && entityCheckOf(code.slice(8, 16)) === code.charAt(16);
}

/** Unified social credit code (统一社会信用代码), normalised: no blanks, upper case. Both check characters hold. */
export const Uscc = z
  .pipe(
    z.pipe(
      z.string().check(z.maxLength(40)),
      z.transform((text: string) => text.replace(/[\s-]/g, '').toUpperCase()),
    ),
    z.string().check(z.refine(isUscc, { error: 'uscc' })),
  )
  .brand<'Uscc'>();
export type Uscc = z.output<typeof Uscc>;

/** What kind of body a code names: department 5 is civil affairs, and its second digit the class. */
export function kindOf(code: Uscc) {
  const kinds: Readonly<Record<string, OrganisationKind>> = {
    '51': 'socialGroup',
    '52': 'socialServiceAgency',
    '53': 'foundation',
    '12': 'publicInstitution',
    '91': 'enterprise',
  };
  return kinds[code.slice(0, 2)] ?? 'other';
}
export const OrganisationKind = z.enum([
  'socialGroup',
  'socialServiceAgency',
  'foundation',
  'publicInstitution',
  'enterprise',
  'other',
]);
export type OrganisationKind = z.output<typeof OrganisationKind>;
