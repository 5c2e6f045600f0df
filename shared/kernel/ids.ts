import * as z from 'zod/mini';

/** No id holds a `#`, so none can reach into another part of a key; the brand keeps one kind from passing as another. */
const id = <const Kind extends string>(kind: Kind) =>
  z
    .string()
    .check(z.regex(new RegExp(`^${kind}-[0-9a-z]{1,26}$`)))
    .brand<Kind>();

export const ApplicationId = id('application');
export const AwardId = id('award');
export const BeneficiaryId = id('beneficiary');
export const CallId = id('call');
export const DocumentId = id('document');
export const EntryId = id('entry');
export const FundId = id('fund');
export const NeedId = id('need');
export const OrganisationId = id('organisation');
export const PersonId = id('person');
export const ServiceRecordId = id('record');

export type ApplicationId = z.output<typeof ApplicationId>;
export type AwardId = z.output<typeof AwardId>;
export type BeneficiaryId = z.output<typeof BeneficiaryId>;
export type CallId = z.output<typeof CallId>;
export type DocumentId = z.output<typeof DocumentId>;
export type EntryId = z.output<typeof EntryId>;
export type FundId = z.output<typeof FundId>;
export type NeedId = z.output<typeof NeedId>;
export type OrganisationId = z.output<typeof OrganisationId>;
export type PersonId = z.output<typeof PersonId>;
export type ServiceRecordId = z.output<typeof ServiceRecordId>;
