import * as z from 'zod/mini';
import { none, noParams, type Routes } from '#shared/contracts/route';
import { Call } from '#shared/domain/call';
import { ApplicationId, CallId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { Fen } from '#shared/kernel/money';
import { Bilingual } from '#shared/kernel/text';

/** A published call as anyone sees it: all of its rules, since the procedure has to be public (Foundation Regulation art. 30). */
const PublicCall = z.strictObject({ ...Call.def.shape, open: z.boolean() });
const Noticed = z.strictObject({
  applicationId: ApplicationId,
  callId: CallId,
  title: z.string(),
  organisationName: z.string(),
  amountFen: Fen,
  from: Instant,
  until: Instant,
  phase: z.enum(['inNotice', 'awarded']),
});

const PublicYear = z.pipe(z.coerce.number(), z.int().check(z.gte(2024), z.lte(2099)));

export const publicRoutes = {
  home: {
    ...none,
    method: 'GET',
    path: '/public/home',
    access: 'public',
    params: noParams,
    reply: z.strictObject({
      figures: z.strictObject({
        projects: z.int(),
        organisations: z.int(),
        /** Contacts (人次): accepted service records by quantity of visits, not people. */
        personTimes: z.int(),
        /** Donations on the bank statements of all funds. */
        receivedFen: z.int(),
        awardedFen: z.int(),
        paidFen: z.int(),
        /** Verified and not met yet. */
        publishedNeeds: z.int(),
        metNeeds: z.int(),
      }),
      openCalls: z.array(
        z.strictObject({ callId: CallId, name: Bilingual, budgetFen: Fen, capFen: Fen, closesAt: Instant }),
      ),
      now: Instant,
    }),
  },
  calls: {
    ...none,
    method: 'GET',
    path: '/public/calls',
    access: 'public',
    params: noParams,
    reply: z.strictObject({ items: z.array(PublicCall) }),
  },
  call: {
    ...none,
    method: 'GET',
    path: '/public/calls/{callId}',
    access: 'public',
    params: z.strictObject({ callId: CallId }),
    reply: PublicCall,
  },
  /** Public notice (公示): what is proposed to be awarded, for its days, and what was awarded. */
  notices: {
    ...none,
    method: 'GET',
    path: '/public/notices',
    access: 'public',
    params: noParams,
    /** Without a year: the last twelve months. */
    query: z.strictObject({ callId: z.optional(CallId), year: z.optional(PublicYear) }),
    reply: z.strictObject({ items: z.array(Noticed) }),
  },
} as const satisfies Routes;
