import type { Happened } from '#functions/adapters/bus';
import { type GateDeps, wakeWaiting } from '#functions/workflow/gates';
import { type SettleDeps, settle } from '#functions/workflow/settle';
import { ApplicationId, AwardId } from '#shared/kernel/ids';
import type { Instant } from '#shared/kernel/instant';
import { applications, awards, instalments } from '#shared/table/aggregates';

export type HearDeps = GateDeps &
  SettleDeps & {
    readonly now: () => Instant;
    readonly machines: { readonly review: string; readonly agreement: string; readonly instalment: string };
  };

/** Messages come twice or out of order: what is done depends on the table, never on the message alone. */
export async function hear({ stream, type }: Pick<Happened, 'stream' | 'type'>, deps: HearDeps) {
  const [, first = '', second = ''] = stream.split('#');
  switch (type) {
    case 'ApplicationAdmitted':
      return startReview(ApplicationId.parse(first), deps);
    case 'WorkflowRestarted':
      return startAgain(stream, deps);
    case 'ReviewSubmitted':
    case 'ReviewRecused':
      return wakeWaiting(applications.key({ applicationId: ApplicationId.parse(first) }).pk, deps);
    case 'AwardGranted':
      return startAgreement(AwardId.parse(first), deps);
    case 'InstalmentOpened':
      return startInstalment(AwardId.parse(first), Number(second), deps);
    case 'EvaluationConfirmed':
      return settle({ awardId: AwardId.parse(first), now: deps.now() }, deps);
    default:
      return wakeWaiting(stream, deps);
  }
}

/** Which machine it is, the kind of the record says. */
async function startAgain(stream: string, deps: HearDeps) {
  const [kind, first = '', second = ''] = stream.split('#');
  if (kind === 'AWARD') return startAgreement(AwardId.parse(first), deps);
  if (kind === 'INSTALMENT') return startInstalment(AwardId.parse(first), Number(second), deps);
  return startReview(ApplicationId.parse(first), deps);
}

async function startReview(applicationId: ApplicationId, { get, startRun, machines }: HearDeps) {
  const found = await get(applications, { applicationId });
  if (!found) throw new Error(`${applicationId} is missing`);
  const { attempt } = found.state;
  await startRun(machines.review, `${applicationId}-${attempt}`, { applicationId, attempt });
}

async function startAgreement(awardId: AwardId, { get, startRun, machines }: HearDeps) {
  const found = await get(awards, { awardId });
  if (!found) throw new Error(`${awardId} is missing`);
  const { attempt } = found.state;
  await startRun(machines.agreement, `${awardId}-${attempt}`, { awardId, attempt });
}

async function startInstalment(awardId: AwardId, number: number, { get, startRun, machines }: HearDeps) {
  const found = await get(instalments, { awardId, number });
  if (!found) throw new Error(`${awardId} has no instalment ${number}`);
  const { attempt } = found.state;
  await startRun(machines.instalment, `${awardId}-${number}-${attempt}`, { awardId, number, attempt });
}
