import * as z from 'zod/mini';
import { listOf, none, page, type Routes, recordOf, Standing } from '#shared/contracts/route';
import { Application } from '#shared/domain/application';
import { ApplicationId, CallId } from '#shared/kernel/ids';
import { Text } from '#shared/kernel/text';

export const admissionRoutes = {
  /** Every application of a call that was handed in, slim, page by page; the console filters and sorts in the browser. */
  list: {
    ...none,
    method: 'GET',
    path: '/calls/{callId}/applications',
    access: { action: 'application.list' },
    params: z.strictObject({ callId: CallId }),
    query: z.strictObject(page),
    reply: listOf(recordOf(Application)),
  },
  decide: {
    ...none,
    method: 'POST',
    path: '/applications/{applicationId}/admission',
    access: { action: 'application.admit' },
    versioned: true,
    params: z.strictObject({ applicationId: ApplicationId }),
    body: z.strictObject({ admitted: z.boolean(), reason: Text(500) }),
    reply: Standing,
  },
} as const satisfies Routes;
