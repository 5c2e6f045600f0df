import * as z from 'zod/mini';
import { Account, LedgerEntry } from '#shared/domain/fund';
import { Caller } from '#shared/domain/policy';
import { Content, SectionName } from '#shared/domain/section';
import { Standard } from '#shared/domain/service-item';
import { DocumentId, PersonId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { Sha256 } from '#shared/kernel/text';
import { row } from '#shared/table/aggregates';

/** Rows that are no aggregates: what the platform keeps for itself beside the records. */

/** What a signed-in person may do, by issuer and subject of the token; written with every change of the person. */
export const access = row('access', z.object({ ...Caller.def.shape, version: z.int() }));
export const members = row('member', z.object({ personId: PersonId, active: z.boolean() }));
/** What a request with an Idempotency-Key did, kept for 48 hours so that the same request does nothing twice. */
export const onces = row(
  'once',
  z.object({ fingerprint: z.string(), route: z.string(), reply: z.unknown(), expiresOn: z.int() }),
);
/** An event as it was hashed and stays; whoever reads one reads it by `eventsAs`, in the newest version of its type. */
export const events = row(
  'event',
  z.object({
    stream: z.string(),
    sequence: z.int(),
    prevHash: z.string(),
    hash: z.string(),
    event: z.looseObject({ type: z.string() }),
  }),
);
export const uniques = row('unique', z.object({ owner: z.string() }));
export const serials = row('serial', z.object({ last: z.int() }));
export const balances = row('balance', z.object({ account: Account, balanceFen: z.int() }));
export const callBudgets = row('callBudget', z.object({ takenFen: z.int() }));
export const entries = row('entry', z.object(LedgerEntry.def.shape));
/** Ciphertexts by field name: `v1.<dataKeyId>.<iv>.<ciphertext>`. */
export const privacies = row('privacy', z.object({ fields: z.record(z.string(), z.string()) }));
export const dataKeys = row('dataKey', z.object({ dataKeyId: z.string(), wrapped: z.string() }));
/** The one code that a sign-in has asked for last, and how many it has asked for within the hour. */
export const linkCodes = row(
  'linkCode',
  z.object({
    addressHash: z.string(),
    codeHash: z.string(),
    left: z.int(),
    sentAt: Instant,
    expiresAt: Instant,
    expiresOn: z.int(),
    hourFrom: Instant,
    sentInHour: z.int(),
    attempt: z.int(),
    used: z.boolean(),
  }),
);
/** A token wait of the workflow: the token is encrypted, and nobody but the backend reads it. */
export const gates = row(
  'gate',
  z.object({ gate: z.string(), attempt: z.int(), token: z.string(), opened: z.boolean() }),
);
export const contributions = row(
  'contribution',
  z.object({ sequence: z.int(), figures: z.record(z.string(), z.int()) }),
);
export const totals = row('total', z.object({ counter: z.string(), value: z.int() }));
export const watermarks = row('watermark', z.object({ until: Instant }));
export const mails = row(
  'mail',
  z.object({
    rule: z.string(),
    record: z.string(),
    phase: z.enum(['claimed', 'sent']),
    messageId: z.optional(z.string()),
  }),
);
/** One section of a draft, as it was last typed; its own version keeps two people from overwriting each other. */
export const sections = row(
  'section',
  z.object({ section: SectionName, content: z.unknown(), version: z.int(), savedAt: Instant }),
);
export const submissions = row(
  'submission',
  z.object({ content: Content, documents: z.array(z.object({ documentId: DocumentId, sha256: Sha256 })) }),
);
/** A version of a service standard, kept because records were made under it. */
export const standards = row('standard', z.object({ ...Standard.def.shape, standardVersion: z.int() }));
export const agreements = row('agreement', z.object({ text: z.string() }));
