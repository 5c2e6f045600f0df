import * as z from 'zod/mini';
import type { Serial } from '#functions/adapters/serial';
import { Gate, type GateDeps, openGate } from '#functions/workflow/gates';
import { type SettleDeps, settle } from '#functions/workflow/settle';
import { ApplicationId, AwardId } from '#shared/kernel/ids';
import type { Instant } from '#shared/kernel/instant';
import { applications, awards, instalments } from '#shared/table/aggregates';
import { closeReviewNow } from './close-review.ts';
import { endNoticeNow } from './end-notice.ts';
import { planDelivery } from './plan-delivery.ts';

export type TaskDeps = GateDeps &
  SettleDeps &
  Serial & { readonly now: () => Instant; readonly foundationName: string };

const applicationId = ApplicationId;
const awardId = AwardId;
const number = z.int();

/** Everything a machine may ask. What is not here is a fault of the machine, not a question. */
const Asked = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('standing'), applicationId }),
  z.object({ ask: z.literal('openGate'), stream: z.string(), gate: Gate, attempt: z.int(), token: z.string() }),
  z.object({ ask: z.literal('closeReview'), applicationId }),
  z.object({ ask: z.literal('endNotice'), applicationId }),
  z.object({ ask: z.literal('awardStanding'), awardId }),
  z.object({ ask: z.literal('planDelivery'), awardId }),
  z.object({ ask: z.literal('instalmentStanding'), awardId, number }),
  z.object({ ask: z.literal('afterPayment'), awardId, number }),
]);

export async function answerTask(payload: unknown, deps: TaskDeps): Promise<object> {
  const asked = z.parse(Asked, payload);
  const now = deps.now();
  switch (asked.ask) {
    case 'standing': {
      const found = await deps.get(applications, asked);
      return { phase: found?.state.phase ?? 'unknown', noticeUntil: found?.state.notice?.until ?? null };
    }
    case 'awardStanding':
      return { phase: (await deps.get(awards, asked))?.state.phase ?? 'unknown' };
    case 'instalmentStanding':
      return { phase: (await deps.get(instalments, asked))?.state.phase ?? 'unknown' };
    case 'openGate':
      await openGate(asked, deps);
      return {};
    case 'closeReview':
      return closeReviewNow(asked.applicationId, now, deps);
    case 'endNotice':
      return endNoticeNow(asked.applicationId, now, deps);
    case 'planDelivery':
      await planDelivery(asked.awardId, now, deps);
      await settle({ ...asked, now }, deps);
      return {};
    case 'afterPayment':
      await settle({ ...asked, now }, deps);
      return {};
  }
}
