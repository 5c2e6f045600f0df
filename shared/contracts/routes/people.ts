import * as z from 'zod/mini';
import { listOf, none, noParams, page, type Routes, Standing } from '#shared/contracts/route';
import { Role } from '#shared/domain/person';
import { distinct } from '#shared/kernel/distinct';
import { OrganisationId, PersonId } from '#shared/kernel/ids';
import { Text } from '#shared/kernel/text';
import { Address } from './identity.ts';

const Member = z.strictObject({
  personId: PersonId,
  name: z.string(),
  /** Masked: who may manage people does not need to read addresses. */
  address: z.string(),
  phase: z.string(),
  roles: z.array(Role),
  organisationId: z.nullable(OrganisationId),
  version: z.int(),
});
const Choice = z.strictObject({ personId: PersonId, name: z.string(), open: z.int() });

export const peopleRoutes = {
  list: {
    ...none,
    method: 'GET',
    path: '/people',
    access: { action: 'person.read' },
    params: noParams,
    query: z.strictObject(page),
    reply: listOf(Member),
  },
  /** The people who hold a role, to choose one from; `open` is how much each has on the desk. */
  choices: {
    ...none,
    method: 'GET',
    path: '/people/choices',
    access: { action: 'person.choose' },
    params: noParams,
    query: z.strictObject({ role: z.enum(['expert', 'evaluator']) }),
    reply: z.strictObject({ items: z.array(Choice) }),
  },
  invite: {
    ...none,
    method: 'POST',
    path: '/people',
    access: { action: 'person.invite' },
    params: noParams,
    body: z.strictObject({ name: Text(40), address: Address, roles: z.array(Role).check(z.minLength(1), distinct()) }),
    reply: z.strictObject({ personId: PersonId, version: z.int() }),
    rejections: ['person.address-taken', 'person.roles-apart'],
  },
  changeRoles: {
    ...none,
    method: 'PUT',
    path: '/people/{personId}/roles',
    access: { action: 'person.changeRoles' },
    versioned: true,
    params: z.strictObject({ personId: PersonId }),
    body: z.strictObject({ roles: z.array(Role).check(distinct()), reason: Text(300) }),
    reply: Standing,
    rejections: ['person.own-roles', 'person.roles-apart'],
  },
} as const satisfies Routes;
