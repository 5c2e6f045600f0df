import { startStack } from '#infra/local/stack';
import { callTemplates } from '#infra/sample/calls';
import { assemble, castOf } from '#infra/sample/cast';
import { sampleOrganisations } from '#infra/sample/people';
import * as round from '#infra/sample/round';
import { worldOf } from '#infra/sample/world';
import type { ApplicationId } from '#shared/kernel/ids';
import { dayMs } from '#shared/kernel/instant';
import { newStateDir } from './state-dir.ts';

export const known = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('The sample is empty');
  return value;
};
export const care = known(callTemplates[0]);
const needs = ['演示对象一', '演示对象二'].map((name) => ({
  ...({ name, district: '310101', targetGroup: 'TG02', itemCode: 'CARE-01', quantity: 12, urgency: 'high' } as const),
}));

/** A running platform with its staff, one open call, two published needs in Huangpu and two organisations. */
export async function openSetting() {
  const { stateDir, remove } = newStateDir();
  const stack = await startStack({ stateDir, port: 0 });
  const cast = castOf(worldOf(stack));
  await assemble(cast);
  await round.publishCatalogue(cast);
  const fundId = await round.openFund(cast, { zh: '示例基金', en: 'Sample fund' }, 3_000_000, 'DEM-BANK-0001');
  const needIds = await Promise.all(
    needs.map(async (need) => {
      const recorded = await round.recordNeed(cast, 'adviser-1', need);
      await round.publishNeed(cast, recorded);
      return recorded.needId;
    }),
  );
  const now = stack.clock.now();
  const callId = await round.publishCall(cast, care, fundId, { opensAt: now - dayMs, closesAt: now + 20 * dayMs });
  const [first, second] = [known(sampleOrganisations[0]), known(sampleOrganisations[1])];
  await round.registerOrganisation(cast, first);
  await round.registerOrganisation(cast, second);

  /** Hands in for the second organisation, without a browser. */
  async function handIn(project: round.Project): Promise<ApplicationId> {
    const { applicationId } = await round.draftApplication(cast, second.account, callId, project);
    await round.fillApplication(cast, second.account, applicationId, project, needIds);
    const file = await round.proposalOf(project, second.name);
    await round.upload(cast, second.account, applicationId, '申报书.pdf', file, 'proposal');
    await round.submitApplication(cast, second.account, applicationId);
    return applicationId;
  }
  const close = async () => {
    await stack.close();
    remove();
  };
  return { url: stack.url, cast, first, second, handIn, close };
}
