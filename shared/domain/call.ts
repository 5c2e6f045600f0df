import * as z from 'zod/mini';
import { distinct } from '#shared/kernel/distinct';
import { CallId, FundId } from '#shared/kernel/ids';
import { GivenInstant, type Instant } from '#shared/kernel/instant';
import { Fen } from '#shared/kernel/money';
import { fail, ok } from '#shared/kernel/result';
import { Bilingual, OptionalText, Text } from '#shared/kernel/text';
import { type Command, event } from './event.ts';
import { guard } from './life-cycle.ts';
import { ItemCode, TargetGroup } from './reference.ts';
import { Score } from './score.ts';

export const CriterionId = z.string().check(z.regex(/^R\d{1,2}$/));
/** One line of the reviewers' score sheet (评分表). */
export const Criterion = z.strictObject({
  id: CriterionId,
  name: Bilingual,
  max: z.int().check(z.gte(1), z.lte(100)),
  lookFor: Text(300),
});
export type Criterion = z.output<typeof Criterion>;

/** One instalment of a tranche plan (拨付方案): its share in percent, and what has to come before it. */
export const Tranche = z.strictObject({
  share: z.int().check(z.gte(1), z.lte(100)),
  after: z.enum(['signature', 'midTerm', 'closeOut']),
});

const days = z.int().check(z.gte(0), z.lte(120));

/** Everything that a call decides by. Published with the call and kept on what it decided; defaults are ours. */
export const Rules = z.strictObject({
  v: z.literal(1),
  rubric: z.array(Criterion).check(
    z.minLength(1),
    z.maxLength(20),
    distinct(({ id }: { readonly id: string }) => id),
  ),
  passScore: Score,
  expertsPerApplication: z.int().check(z.gte(1), z.lte(9)),
  admissionWorkingDays: days,
  reviewDays: days,
  noticeDays: days,
  signDays: days,
  tranches: z.array(Tranche).check(z.minLength(1), z.maxLength(6)),
  midTermPassScore: Score,
  closeOutPassScore: Score,
  /** A report is due so many days after half the time, and after the end. */
  reportDays: days,
});
export type Rules = z.output<typeof Rules>;

const Contact = Text(300);
const facts = {
  name: Bilingual,
  fundId: FundId,
  budgetFen: Fen,
  floorFen: Fen,
  capFen: Fen,
  months: z.int().check(z.gte(1), z.lte(36)),
  items: z.array(ItemCode).check(z.minLength(1), z.maxLength(60), distinct()),
  targetGroups: z.array(TargetGroup).check(z.minLength(1), distinct()),
  eligibility: Text(500),
  note: OptionalText(1000),
  /** How the foundation is reached about this call: office, telephone, e-mail. Absent on calls made before it was asked for. */
  contact: z.optional(Contact),
  opensAt: GivenInstant,
  closesAt: GivenInstant,
  rules: Rules,
};

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

/** What drafting or amending a call asks for. */
export const CallPlan = z.strictObject({ ...facts, contact: Contact }).check(
  z.refine(({ opensAt, closesAt }) => opensAt < closesAt, { error: 'range', path: ['closesAt'] }),
  z.refine(({ floorFen, capFen }) => floorFen <= capFen, { error: 'range', path: ['capFen'] }),
  z.refine(({ capFen, budgetFen }) => capFen <= budgetFen, { error: 'range', path: ['capFen'] }),
  z.refine(({ rules }) => sumOf(rules.rubric.map(({ max }) => max)) === 100, {
    error: 'sum',
    path: ['rules', 'rubric'],
  }),
  z.refine(({ rules }) => sumOf(rules.tranches.map(({ share }) => share)) === 100, {
    error: 'sum',
    path: ['rules', 'tranches'],
  }),
  z.refine(({ rules }) => rules.tranches[0]?.after === 'signature', { error: 'first', path: ['rules', 'tranches'] }),
);
export type CallPlan = z.output<typeof CallPlan>;

/** A call for projects (项目招募). */
export const Call = z.strictObject({
  ...facts,
  callId: CallId,
  number: z.string(),
  phase: z.enum(['draft', 'published', 'closed']),
});
export type Call = z.output<typeof Call>;

export const CallDrafted = event('CallDrafted', { ...facts, callId: CallId, number: z.string() });
export const CallAmended = event('CallAmended', facts);
export const CallPublished = event('CallPublished', {});
export const CallClosed = event('CallClosed', {});
export const CallEvent = z.discriminatedUnion('type', [CallDrafted, CallAmended, CallPublished, CallClosed]);
export type CallEvent = z.output<typeof CallEvent>;

export function amendCall(call: Call, plan: CallPlan, command: Command) {
  const allowed = guard('call', call.phase, 'amend');
  return allowed.ok ? ok<z.output<typeof CallAmended>>({ type: 'CallAmended', v: 1, ...plan, ...command }) : allowed;
}

type Publish = Command & { readonly availableFen: number };

/**
 * A call whose deadline has passed cannot be published: nobody could answer it. Neither can one that promises more than
 * the fund has. The fund is looked at, not bound: what awards take of it only their own transactions settle.
 */
export function publishCall(call: Call, { availableFen, ...command }: Publish) {
  const allowed = guard('call', call.phase, 'publish');
  if (!allowed.ok) return allowed;
  if (call.closesAt <= command.at) return fail({ code: 'call.deadline-passed', details: { closesAt: call.closesAt } });
  if (call.budgetFen > availableFen) return fail({ code: 'call.over-balance', details: { availableFen } });
  return ok({ type: 'CallPublished', v: 1, ...command });
}

export function closeCall(call: Call, command: Command) {
  const allowed = guard('call', call.phase, 'close');
  return allowed.ok ? ok({ type: 'CallClosed', v: 1, ...command }) : allowed;
}

/** May an application be handed in at that moment? */
export const isOpen = (call: Pick<Call, 'phase' | 'opensAt' | 'closesAt'>, at: Instant) =>
  call.phase === 'published' && call.opensAt <= at && at < call.closesAt;

export function evolveCall(call: Call | undefined, event: CallEvent): Call {
  if (event.type === 'CallDrafted') {
    const { type, v, by, at, ...rest } = event;
    return { ...rest, phase: 'draft' };
  }
  if (!call) throw new Error(`${event.type} needs a call`);
  if (event.type === 'CallAmended') {
    const { type, v, by, at, ...rest } = event;
    return { ...call, ...rest };
  }
  return { ...call, phase: event.type === 'CallPublished' ? 'published' : 'closed' };
}
