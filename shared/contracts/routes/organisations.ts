import * as z from 'zod/mini';
import { listOf, none, noParams, page, type Routes, recordOf, Standing } from '#shared/contracts/route';
import { Organisation, Registration } from '#shared/domain/organisation';
import { ApplicationId, AwardId, CallId, OrganisationId, PersonId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { Fen } from '#shared/kernel/money';
import { Text } from '#shared/kernel/text';

const params = z.strictObject({ organisationId: OrganisationId });
const PastApplication = z.strictObject({
  applicationId: ApplicationId,
  callId: CallId,
  title: z.string(),
  phase: z.string(),
  requestedFen: Fen,
  submittedAt: z.optional(Instant),
});
const PastAward = z.strictObject({
  awardId: AwardId,
  callId: CallId,
  title: z.string(),
  phase: z.string(),
  amountFen: Fen,
  /** What has arrived on its account. */
  paidFen: z.int(),
});
const Account = z.strictObject({
  holder: Text(120),
  bank: Text(80),
  number: z.string().check(z.regex(/^\d{8,28}$/)),
  /** CNAPS number of the branch (联行号): twelve digits. */
  branch: z.string().check(z.regex(/^\d{12}$/)),
});

export const organisationsRoutes = {
  register: {
    ...none,
    method: 'POST',
    path: '/organisations',
    access: 'person',
    params: noParams,
    body: Registration,
    reply: z.strictObject({ organisationId: OrganisationId, version: z.int() }),
    rejections: ['organisation.uscc-taken', 'organisation.not-eligible', 'person.has-organisation'],
  },
  list: {
    ...none,
    method: 'GET',
    path: '/organisations',
    access: { action: 'organisation.read' },
    params: noParams,
    query: z.strictObject(page),
    reply: listOf(Organisation),
  },
  read: {
    ...none,
    method: 'GET',
    path: '/organisations/{organisationId}',
    access: { action: 'organisation.read' },
    params,
    reply: z.strictObject({ ...recordOf(Organisation).def.shape, accountMasked: z.optional(z.string()) }),
  },
  /** The account in full, for whoever enters it at the bank or checks that; the reason goes on record first. */
  unmaskAccount: {
    ...none,
    method: 'POST',
    path: '/organisations/{organisationId}/account/unmasking',
    access: { action: 'organisation.unmaskAccount' },
    params,
    body: z.strictObject({ reason: Text(300) }),
    reply: Account,
    rejections: ['organisation.no-account'],
  },
  /** What the foundation and it have had to do with each other: applications, awards and the money that arrived. */
  history: {
    ...none,
    method: 'GET',
    path: '/organisations/{organisationId}/history',
    access: { action: 'organisation.read' },
    params,
    reply: z.strictObject({
      applications: z.array(PastApplication),
      awards: z.array(PastAward),
      /** The people who drafted its applications. */
      contacts: z.array(z.strictObject({ personId: PersonId, name: z.string(), address: z.string() })),
    }),
  },
  setAccount: {
    ...none,
    method: 'PUT',
    path: '/organisations/{organisationId}/account',
    access: { action: 'organisation.setAccount' },
    versioned: true,
    params,
    body: Account,
    reply: Standing,
    rejections: [],
  },
} as const satisfies Routes;
