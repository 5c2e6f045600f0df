import type { ApplicationId, AwardId, CallId, FundId, NeedId } from '#shared/kernel/ids';
import { type Day, dayMs, dayOf, endOfDay, instantOf, msOf, plusDays, startOfDay } from '#shared/kernel/instant';
import { type CallTemplate, callTemplates } from './calls.ts';
import { assemble, type Cast, castOf } from './cast.ts';
import * as delivery from './delivery.ts';
import { sampleNeeds } from './needs.ts';
import { advisers, director, evaluators, experts, sampleOrganisations } from './people.ts';
import { type ProjectKey, projects } from './projects.ts';
import * as round from './round.ts';
import { together } from './together.ts';
import type { World } from './world.ts';

const sampleDays = 430;
const minuteMs = 60_000;
const opensAtMinute = 9 * 60 + 30;
const officeMinutes = 7 * 60;

/** In office hours of Shanghai on that day, at another minute each day, as people work. */
const atOffice = (day: Day, daysAgo: number) =>
  msOf(startOfDay(day)) + (opensAtMinute + ((daysAgo * 37) % officeMinutes)) * minuteMs;

/** Where the clock of a new state folder begins, so that the round ends at `now` (epoch milliseconds). */
export const sampleBegins = (now: number) => atOffice(plusDays(dayOf(instantOf(now)), -sampleDays), sampleDays);

type Stage = {
  readonly cast: Cast;
  readonly to: (daysAgo: number) => Promise<void>;
  readonly say: (text: string) => void;
};
type Played = { readonly fundId: FundId; readonly needs: readonly { needId: NeedId; itemCode: string }[] };
type Entry = { readonly account: string; readonly applicationId: ApplicationId };

/** A “沪帮沪助” round of fourteen months, played through the public API. It ends today with a call open and work to do. */
export async function playSampleRound(world: World, say: (text: string) => void) {
  // Every third day is often enough while months go by in seconds: reminders catch up with what they missed.
  world.pace(3 * dayMs);
  const cast = castOf(world);
  const today = plusDays(dayOf(instantOf(world.clock.now())), sampleDays);
  const to = async (daysAgo: number) => {
    const ms = atOffice(plusDays(today, -daysAgo), daysAgo) - world.clock.now();
    if (ms > 0) await world.clock.move(Math.round(ms));
  };
  const stage = { cast, to, say };
  const played = await setting(stage);
  const care = await careCall(stage, played);
  const living = await livingCall(stage, played, care);
  const fresh = await heartCall(stage, played);
  await endings(stage, care, living, fresh);
  await openToday(stage, played);
  say('today');
  await world.clock.move(Math.max(0, -world.clock.offsetMs()));
  await world.clock.quiet();
  world.pace(0);
}

const callOf = (key: CallTemplate['key']) => {
  const found = callTemplates.find((template) => template.key === key);
  if (!found) throw new Error(`No sample call is ${key}`);
  return found;
};

const dayIn = ({ cast }: Stage, days: number) => plusDays(dayOf(instantOf(cast.world.clock.now())), days);
/** From the beginning of one day to the end of another, as calls are announced. */
const windowOf = (stage: Stage, opensIn: number, closesIn: number) => ({
  opensAt: msOf(startOfDay(dayIn(stage, opensIn))),
  closesAt: msOf(endOfDay(dayIn(stage, closesIn))),
});

/** The others are recorded in the last days, and wait for the officer. */
const isOld = (_: unknown, index: number) => index % 9 !== 8;

async function setting({ cast, say }: Stage): Promise<Played> {
  say('people');
  await assemble(cast);
  await round.publishCatalogue(cast);
  const name = { zh: '服务类社会救助专项基金（示例）', en: 'Service-type social assistance fund (sample)' };
  const fundId = await round.openFund(cast, name, 7_200_000, 'DEM-BANK-2025-0001');
  say('organisations');
  await together(sampleOrganisations, (organisation) => round.registerOrganisation(cast, organisation));
  say('needs');
  const recorded = await together(sampleNeeds.filter(isOld), async (need, index) => {
    const adviser = advisers[index % advisers.length];
    return { ...(await round.recordNeed(cast, adviser?.account ?? '', need)), itemCode: need.itemCode };
  });
  await together(recorded, (need) => round.publishNeed(cast, need));
  const met = recorded.at(-1);
  if (met) await round.closeNeed(cast, { ...met, version: met.version + 1 });
  return { fundId, needs: recorded.slice(0, -1).map(({ needId, itemCode }) => ({ needId, itemCode })) };
}

/** Drafts, fills in, uploads and hands in. */
async function handIn(
  { cast }: Stage,
  { needs }: Played,
  index: number,
  callId: CallId,
  key: ProjectKey,
): Promise<Entry> {
  const organisation = sampleOrganisations[index - 1];
  if (!organisation) throw new Error(`No sample organisation ${index}`);
  const { account, name } = organisation;
  const project = projects[key];
  const wanted: readonly string[] = project.lines.map(({ itemCode }) => itemCode);
  const fitting = needs.filter(({ itemCode }) => wanted.includes(itemCode));
  const cited = (fitting.length > 0 ? fitting : needs).slice(0, 8).map(({ needId }) => needId);
  const { applicationId } = await round.draftApplication(cast, account, callId, project);
  await round.fillApplication(cast, account, applicationId, project, cited);
  const file = await round.proposalOf(project, name);
  await round.upload(cast, account, applicationId, `${project.title}.pdf`, file, 'proposal');
  await round.submitApplication(cast, account, applicationId);
  return { account, applicationId };
}

async function reviewAll({ cast }: Stage, { applicationId }: Entry, share: number) {
  const asked = experts.slice(0, 3).map(({ account }) => account);
  await round.decideAdmission(cast, applicationId, true, '材料齐全，符合申报条件。');
  await round.assignExperts(cast, applicationId, asked);
  for (const [index, account] of asked.entries()) {
    await round.acceptReview(cast, account, applicationId);
    await round.scoreReview(cast, account, applicationId, share + index * 0.02);
  }
  await round.reviewClosed(cast, applicationId);
}

async function decide({ cast }: Stage, { applicationId }: Entry, yuan: number) {
  const outcome = yuan > 0 ? 'award' : 'decline';
  const reason = yuan > 0 ? '综合得分与预算合理性，建议立项。' : '得分未达合格线。';
  await round.proposeDecision(cast, applicationId, { outcome, amountFen: yuan * 100, reason });
  await round.confirmDecision(cast, applicationId);
}

async function signBoth({ cast }: Stage, { account, applicationId }: Entry): Promise<AwardId> {
  const awardId = await delivery.awardOf(cast, account, applicationId);
  await round.sign(cast, account, awardId, 'grantee');
  await round.sign(cast, director.account, awardId, 'foundation');
  return awardId;
}

type Running = Entry & { readonly awardId: AwardId };

/** Four applications: three awards that run for a year, and one that was refused at admission. */
async function careCall(stage: Stage, played: Played): Promise<Running[]> {
  const { cast, to, say } = stage;
  say('call 1 of 5');
  const window = windowOf(stage, -1, 22);
  const callId = await round.publishCall(cast, callOf('care'), played.fundId, window);
  await to(425);
  const [refused, ...entries] = await Promise.all([
    handIn(stage, played, 3, callId, 'respite'),
    handIn(stage, played, 1, callId, 'home'),
    handIn(stage, played, 2, callId, 'bath'),
    handIn(stage, played, 4, callId, 'rehab'),
  ]);
  await to(405);
  await round.decideAdmission(cast, refused.applicationId, false, '与长护险已覆盖内容重复，不予受理。');
  await together(entries, (entry) => reviewAll(stage, entry, 0.84));
  await to(402);
  await together(entries, (entry, index) => decide(stage, entry, [170_000, 130_000, 140_000][index] ?? 0));
  await to(388);
  const running = await together(entries, async (entry) => ({ ...entry, awardId: await signBoth(stage, entry) }));
  await to(384);
  await together(running, ({ awardId }) => delivery.pay(cast, awardId, 1));
  return running;
}

async function evaluate({ cast }: Stage, { account, awardId }: Running, stage: 'midTerm' | 'closeOut', share: number) {
  const evaluator = evaluators[0]?.account ?? '';
  await delivery.report(cast, account, awardId, stage);
  await delivery.assignEvaluator(cast, awardId, stage);
  await delivery.mark(cast, evaluator, awardId, stage, share);
  await delivery.confirmEvaluation(cast, awardId, stage);
}

/** Four awards that are half way through, one agreement that waits for the foundation; in between the first call's mid-term. */
async function livingCall(stage: Stage, played: Played, care: readonly Running[]): Promise<Running[]> {
  const { cast, to, say } = stage;
  say('call 2 of 5');
  await to(300);
  await together(care, ({ account, awardId }) => delivery.serve(cast, account, awardId, 8));
  await to(246);
  const window = { ...windowOf(stage, -1, 20), rules: { reportDays: 12 } };
  const callId = await round.publishCall(cast, callOf('living'), played.fundId, window);
  await to(240);
  const [declined, ...entries] = await Promise.all([
    handIn(stage, played, 5, callId, 'errands'),
    handIn(stage, played, 7, callId, 'meals'),
    handIn(stage, played, 8, callId, 'clean'),
    handIn(stage, played, 1, callId, 'errands'),
    handIn(stage, played, 6, callId, 'clean'),
  ]);
  await to(224);
  await Promise.all([reviewAll(stage, declined, 0.58), ...entries.map((entry) => reviewAll(stage, entry, 0.8))]);
  await decide(stage, declined, 0);
  await together(entries, (entry, index) => decide(stage, entry, [105_000, 90_000, 40_000, 85_000][index] ?? 0));
  await to(212);
  const running = await together(entries, async (entry) => ({ ...entry, awardId: await signBoth(stage, entry) }));
  await to(208);
  await together(running, ({ awardId }) => delivery.pay(cast, awardId, 1));
  await to(190);
  say('mid-term');
  const shares = [0.9, 0.55, 0.82];
  await together(care, (it, index) => evaluate(stage, it, 'midTerm', shares[index] ?? 0));
  // The second failed the line: its instalment is withheld.
  await together([0, 2], async (index) => {
    const passed = care[index];
    if (passed) await delivery.pay(cast, passed.awardId, 2);
  });
  await to(150);
  await together([...care, ...running], ({ account, awardId }) => delivery.serve(cast, account, awardId, 6));
  return running;
}

/** Everything between admission and signature, one application in each phase, and an award that has just begun. */
async function heartCall(stage: Stage, played: Played): Promise<Running> {
  const { cast, to, say } = stage;
  say('call 3 of 5');
  await to(60);
  const window = { ...windowOf(stage, -1, 25), rules: { reviewDays: 14, noticeDays: 7 } };
  const callId = await round.publishCall(cast, callOf('heart'), played.fundId, window);
  await to(50);
  const [begun, signed, waiting, noticed, proposed, scored, inReview, admitted] = await Promise.all([
    handIn(stage, played, 1, callId, 'children'),
    handIn(stage, played, 8, callId, 'cases'),
    handIn(stage, played, 7, callId, 'children'),
    handIn(stage, played, 5, callId, 'heart'),
    handIn(stage, played, 6, callId, 'children'),
    handIn(stage, played, 4, callId, 'cases'),
    handIn(stage, played, 3, callId, 'cases'),
    handIn(stage, played, 2, callId, 'heart'),
  ]);
  await to(32);
  await together([begun, signed, waiting], (entry) => reviewAll(stage, entry, 0.82));
  await decide(stage, begun, 100_000);
  await decide(stage, signed, 130_000);
  await decide(stage, waiting, 90_000);
  await to(12);
  const awardId = await delivery.awardOf(cast, signed.account, signed.applicationId);
  await round.sign(cast, signed.account, awardId, 'grantee');
  const running = { ...begun, awardId: await signBoth(stage, begun) };
  await Promise.all([
    reviewAll(stage, noticed, 0.85),
    reviewAll(stage, proposed, 0.78),
    reviewAll(stage, scored, 0.74),
  ]);
  const asked = experts.slice(0, 3).map(({ account }) => account);
  await round.decideAdmission(cast, inReview.applicationId, true, '材料齐全。');
  await round.assignExperts(cast, inReview.applicationId, [...asked, 'expert-4']);
  await round.recuse(cast, 'expert-4', inReview.applicationId);
  await round.acceptReview(cast, 'expert-1', inReview.applicationId);
  await round.scoreReview(cast, 'expert-1', inReview.applicationId, 0.8);
  await round.acceptReview(cast, 'expert-2', inReview.applicationId);
  await round.decideAdmission(cast, admitted.applicationId, true, '材料齐全，待分配专家。');
  await to(3);
  await decide(stage, noticed, 140_000);
  const reason = '综合得分靠前，建议立项。';
  await round.proposeDecision(cast, proposed.applicationId, { outcome: 'award', amountFen: 95_000_00, reason });
  return running;
}

/**
 * The first year ends: one award is closed as excellent, one waits for its evaluator, one for the bank. Of the second call
 * one owes its report, one awaits confirmation, two are to be paid.
 */
async function endings(stage: Stage, care: readonly Running[], living: readonly Running[], fresh: Running) {
  const { cast, to, say } = stage;
  say('close-out');
  const [first, second, third] = care;
  const [meals, clean, errands, tidy] = living;
  if (!first || !second || !third || !meals || !clean || !errands || !tidy)
    throw new Error('The sample round lost an award');
  await evaluate(stage, first, 'closeOut', 0.94);
  await delivery.pay(cast, first.awardId, 3);
  await delivery.awardIs(cast, first.account, first.awardId, 'closed');
  await delivery.report(cast, second.account, second.awardId, 'closeOut');
  await delivery.assignEvaluator(cast, second.awardId, 'closeOut', evaluators[1]);
  await delivery.report(cast, clean.account, clean.awardId, 'midTerm');
  await delivery.assignEvaluator(cast, clean.awardId, 'midTerm');
  await delivery.mark(cast, evaluators[0]?.account ?? '', clean.awardId, 'midTerm', 0.84);
  await delivery.sendBackEvaluation(cast, clean.awardId, 'midTerm');
  await delivery.mark(cast, evaluators[0]?.account ?? '', clean.awardId, 'midTerm', 0.8);
  await evaluate(stage, third, 'closeOut', 0.82);
  await together([errands, tidy], (it) => evaluate(stage, it, 'midTerm', 0.78));
  await delivery.pay(cast, third.awardId, 3, 'executed');
  await delivery.pay(cast, tidy.awardId, 2, 'approved');
  await delivery.pay(cast, fresh.awardId, 1, 'prepared');
  await delivery.inPhase(cast, errands.awardId, 2, 'due');
  await to(2);
}

/** One call is open today, one is still a draft; needs that came this week wait for the officer. */
async function openToday(stage: Stage, played: Played) {
  const { cast, to, say } = stage;
  say('open call');
  const micro = callOf('micro');
  const window = windowOf(stage, -1, 6);
  const callId = await round.publishCall(cast, micro, played.fundId, window);
  await to(1);
  await handIn(stage, played, 2, callId, 'neighbours');
  await round.draftApplication(cast, 'applicant-1', callId, projects.neighbours);
  const given = await round.draftApplication(cast, 'applicant-4', callId, projects.neighbours);
  await round.withdrawApplication(cast, 'applicant-4', given.applicationId);
  await round.draftCall(cast, callOf('fast'), played.fundId, windowOf(stage, 14, 44));
  const adviser = advisers[0]?.account ?? '';
  const fresh = sampleNeeds.filter((need, index) => !isOld(need, index));
  await together(fresh, (need) => round.recordNeed(cast, adviser, need));
  await cast.world.clock.quiet();
}
