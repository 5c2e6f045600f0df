import * as z from 'zod/mini';
import { none, noParams, type Routes } from '#shared/contracts/route';
import { Role } from '#shared/domain/person';
import { OrganisationId, PersonId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { Text } from '#shared/kernel/text';

/** An e-mail address, in lower case, so that one mailbox is one person. */
export const Address = z.pipe(
  z.pipe(
    z.string().check(z.trim(), z.maxLength(120)),
    z.transform((text: string) => text.toLowerCase()),
  ),
  z.email(),
);

export const identityRoutes = {
  /** What the browser has to know before anyone has signed in. */
  config: {
    ...none,
    method: 'GET',
    path: '/config',
    access: 'public',
    params: noParams,
    reply: z.strictObject({
      issuer: z.string(),
      clientId: z.string(),
      audience: z.string(),
      scope: z.string(),
      now: Instant,
    }),
  },
  /** Who am I here? Also answered to a sign-in that no person is linked to yet. */
  me: {
    ...none,
    method: 'GET',
    path: '/me',
    access: 'signedIn',
    params: noParams,
    reply: z.discriminatedUnion('linked', [
      z.strictObject({ linked: z.literal(false) }),
      z.strictObject({
        linked: z.literal(true),
        personId: PersonId,
        name: z.string(),
        roles: z.array(Role),
        organisationId: z.nullable(OrganisationId),
      }),
    ]),
  },
  /** Mails a one-time code to the address; the answer is the same whether or not somebody was invited there. */
  requestCode: {
    ...none,
    method: 'POST',
    path: '/me/codes',
    access: 'signedIn',
    params: noParams,
    body: z.strictObject({ address: Address }),
    reply: z.strictObject({ expiresAt: Instant }),
    rejections: ['person.already-linked', 'person.code-too-soon', 'person.code-too-many'],
  },
  /** Proves the address: links the invited person, or registers a new one without any role. */
  link: {
    ...none,
    method: 'POST',
    path: '/me/link',
    access: 'signedIn',
    params: noParams,
    body: z.strictObject({ address: Address, code: z.string().check(z.regex(/^\d{8}$/)), name: Text(40) }),
    reply: z.strictObject({ personId: PersonId, roles: z.array(Role) }),
    rejections: ['person.already-linked', 'person.code-wrong', 'person.code-expired', 'person.address-taken'],
  },
} as const satisfies Routes;
