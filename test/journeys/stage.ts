import { startStack } from '#infra/local/stack';
import { callTemplates } from '#infra/sample/calls';
import { assemble, castOf, joinAs } from '#infra/sample/cast';
import { journeyBeginsAt } from '#infra/sample/journey';
import { addressOf, administrator, sampleOrganisations } from '#infra/sample/people';
import { projects } from '#infra/sample/projects';
import * as round from '#infra/sample/round';
import { worldOf } from '#infra/sample/world';
import { fundsRoutes } from '#shared/contracts/routes/funds';
import { peopleRoutes } from '#shared/contracts/routes/people';
import { dayMs } from '#shared/kernel/instant';
import { roughly } from './rough.ts';
import { newStateDir } from './state-dir.ts';

const known = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('The sample is empty');
  return value;
};
export const project = projects.home;
export const [first, second, third] = sampleOrganisations.slice(0, 3).map(known);
/** Holds every role that one person may hold beside another, and so meets the rules that keep two steps apart. */
export const many = 'many-roles';
/** Somebody of every role, by account. */
export const everyone = {
  ...{ officer: 'officer', lead: 'lead', director: 'director', accountant: 'accountant', cashier: 'cashier' },
  ...{ auditor: 'auditor', administrator: 'administrator', expert: 'expert-1', evaluator: 'evaluator-1' },
  ...{ adviser: 'adviser-1', applicant: 'applicant-1' },
};
export const fundYuan = 200_000;

/** A running platform with everybody in it, one open call, and the drafts of three organisations that lack their proposal. */
export async function openStage() {
  const { stateDir, remove } = newStateDir();
  const stack = await startStack({ stateDir, port: 0, startAt: journeyBeginsAt });
  // Twice a day is often enough while weeks go by in seconds.
  stack.pace(dayMs / 2);
  const world = worldOf(stack);
  const cast = castOf(world);
  await assemble(cast);
  const roles = ['officer', 'lead', 'director', 'accountant'] as const;
  const body = { name: '演示多职', address: addressOf(many), roles: [...roles] };
  await cast.as(administrator.account).call(peopleRoutes.invite, { body });
  await joinAs(cast, many, body.name, '多职 Many roles');
  await round.publishCatalogue(cast);
  const fundId = await round.openFund(cast, { zh: '示例基金', en: 'Sample fund' }, fundYuan, 'DEM-BANK-0001');
  const need = { district: '310101', targetGroup: 'TG02', itemCode: 'CARE-01', quantity: 12, urgency: 'high' } as const;
  const recorded = await round.recordNeed(cast, 'adviser-1', { ...need, name: '演示对象一' });
  await round.publishNeed(cast, recorded);
  const now = stack.clock.now();
  const rules = { expertsPerApplication: 1 };
  const window = { opensAt: now - dayMs, closesAt: now + 20 * dayMs, months: 2, rules };
  const template = { ...known(callTemplates[0]), budgetYuan: fundYuan };
  const callId = await round.publishCall(cast, template, fundId, window);
  const draft = async (organisation: (typeof sampleOrganisations)[number] | undefined) => {
    const { account } = known(organisation);
    await round.registerOrganisation(cast, known(organisation));
    const { applicationId } = await round.draftApplication(cast, account, callId, project);
    await round.fillApplication(cast, account, applicationId, project, [recorded.needId]);
    return applicationId;
  };
  const applicationIds = { first: await draft(first), second: await draft(second), third: await draft(third) };
  const tokens = new Map<string, { readonly token: string; readonly until: number }>();
  const tokenFor = async (account: string) => {
    const kept = tokens.get(account);
    if (kept && kept.until > stack.clock.now()) return kept.token;
    const token = await world.tokenFor(account);
    tokens.set(account, { token, until: stack.clock.now() + 50 * 60_000 });
    return token;
  };
  const balances = async () => (await cast.as('accountant').call(fundsRoutes.read, { params: { fundId } })).balances;
  return {
    ...{ stack, stateDir, remove, cast, fundId, callId, needId: recorded.needId, applicationIds, balances },
    ...roughly(stack.url, tokenFor),
  };
}
export type Stage = Awaited<ReturnType<typeof openStage>>;

/** What a bucket says to a form: its status, and the code of its refusal. */
export async function post(url: string, fields: Readonly<Record<string, string>>, file: Buffer) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(file)]), 'file.pdf');
  const answer = await fetch(url, { method: 'POST', body: form });
  const text = await answer.text();
  return { status: answer.status, code: /<Code>(\w+)<\/Code>/.exec(text)?.[1] };
}
