import { deps } from '#functions/runtime/deps';
import { lambda } from '#functions/runtime/http';
import { peopleRoutes } from '#shared/contracts/routes/people';
import { choices } from './choices.ts';
import { invite } from './invite.ts';
import { list } from './list.ts';
import { changeRoles } from './roles.ts';

export const handler = lambda(peopleRoutes, { list, choices, invite, changeRoles }, deps());
