import * as z from 'zod/mini';
import { BeneficiaryId } from '#shared/kernel/ids';
import { event } from './event.ts';
import { District, TargetGroup } from './reference.ts';

/**
 * A person in need, by pseudonym. Name, number and telephone lie encrypted under a key of their own: erasing that key
 * erases the person (Personal Information Protection Law arts. 19, 28, 47).
 */
export const Beneficiary = z.strictObject({
  beneficiaryId: BeneficiaryId,
  phase: z.literal('active'),
  district: District,
  targetGroup: TargetGroup,
  /** Without a number, name and birth date are a weaker key, and shown as such (rules 9.10). */
  identified: z.enum(['number', 'none']),
});
export type Beneficiary = z.output<typeof Beneficiary>;

export const BeneficiaryRegistered = event('BeneficiaryRegistered', {
  beneficiaryId: BeneficiaryId,
  district: District,
  targetGroup: TargetGroup,
  identified: z.enum(['number', 'none']),
});
/** Somebody looked at name and number in clear, and said why. */
export const BeneficiaryUnmasked = event('BeneficiaryUnmasked', { reason: z.string() });
export const BeneficiaryEvent = z.discriminatedUnion('type', [BeneficiaryRegistered, BeneficiaryUnmasked]);
export type BeneficiaryEvent = z.output<typeof BeneficiaryEvent>;

export function evolveBeneficiary(beneficiary: Beneficiary | undefined, event: BeneficiaryEvent): Beneficiary {
  if (event.type === 'BeneficiaryRegistered') {
    const { beneficiaryId, district, targetGroup, identified } = event;
    return { beneficiaryId, phase: 'active', district, targetGroup, identified };
  }
  if (!beneficiary) throw new Error(`${event.type} needs a beneficiary`);
  return beneficiary;
}
