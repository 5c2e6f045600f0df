import * as z from 'zod/mini';
import { Day } from '#shared/kernel/instant';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643-1999. Abolished region codes stay valid, so the region is not judged here. */
function isResidentId(text: string) {
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  const birth = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  const sum = weights.reduce((total, weight, index) => total + Number(text.charAt(index)) * weight, 0);
  return Day.safeParse(birth).success && '10X98765432'.charAt(sum % 11) === text.charAt(17);
}

/** Citizen identity number (公民身份号码), upper case. Its check digit holds and its birth date exists. */
export const ResidentId = z.pipe(
  z.pipe(
    z.string().check(z.maxLength(40)),
    z.transform((text: string) => text.replace(/\s/g, '').toUpperCase()),
  ),
  z.string().check(z.refine(isResidentId, { error: 'resident-id' })),
);

/** As a screen shows it until somebody gives a reason to see more: 310***********0011. */
export const maskResidentId = (number: string) => `${number.slice(0, 3)}${'*'.repeat(11)}${number.slice(-4)}`;
/** 王小明 is shown as 王**. */
export const maskName = (name: string) => `${[...name].at(0) ?? ''}${'*'.repeat(Math.max(1, [...name].length - 1))}`;
