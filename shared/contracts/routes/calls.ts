import * as z from 'zod/mini';
import { listOf, none, noParams, page, type Routes, recordOf, Standing } from '#shared/contracts/route';
import { Call, CallPlan } from '#shared/domain/call';
import { CallId } from '#shared/kernel/ids';

const params = z.strictObject({ callId: CallId });

export const callsRoutes = {
  draft: {
    ...none,
    method: 'POST',
    path: '/calls',
    access: { action: 'call.draft' },
    params: noParams,
    body: CallPlan,
    reply: z.strictObject({ callId: CallId, number: z.string(), version: z.int() }),
    rejections: ['fund.unknown', 'serviceItem.unknown'],
  },
  list: {
    ...none,
    method: 'GET',
    path: '/calls',
    access: { action: 'call.read' },
    params: noParams,
    query: z.strictObject(page),
    reply: listOf(recordOf(Call)),
  },
  read: {
    ...none,
    method: 'GET',
    path: '/calls/{callId}',
    access: { action: 'call.read' },
    params,
    /** With what its awards have taken of its budget so far. */
    reply: z.strictObject({ ...recordOf(Call).def.shape, takenFen: z.int() }),
  },
  amend: {
    ...none,
    method: 'PUT',
    path: '/calls/{callId}',
    access: { action: 'call.amend' },
    versioned: true,
    params,
    body: CallPlan,
    reply: Standing,
    rejections: ['fund.unknown', 'serviceItem.unknown'],
  },
  publish: {
    ...none,
    method: 'POST',
    path: '/calls/{callId}/publication',
    access: { action: 'call.publish' },
    versioned: true,
    params,
    reply: Standing,
    rejections: ['call.deadline-passed', 'call.over-balance'],
  },
  close: {
    ...none,
    method: 'POST',
    path: '/calls/{callId}/closure',
    access: { action: 'call.close' },
    versioned: true,
    params,
    reply: Standing,
  },
} as const satisfies Routes;
