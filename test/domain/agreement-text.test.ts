import { expect, test } from 'vitest';
import { agreementText } from '#shared/domain/agreement-text';
import { ItemCode } from '#shared/domain/reference';
import { Content } from '#shared/domain/section';
import { call } from './examples.ts';

const content = Content.parse({
  project: { title: '安心到家', summary: '上门照护', startsOn: '2026-07-01', leader: '何敏', leaderQualification: '' },
  needs: { needIds: [], evidence: '街道台账' },
  services: {
    lines: [{ itemCode: 'CARE-02', standardVersion: 2, quantity: 600, beneficiaries: 25, unitPriceFen: 65_00 }],
    approach: '一户一策',
  },
  budget: { lines: [], matchingFen: 0 },
  outcomes: { goals: [{ goal: '减负', baseline: '', target: '80%', method: '' }], sustainability: '' },
  declarations: { noMisconduct: true, noConflict: true, personalData: true, accurate: true },
});
const parties = {
  ...{ foundationName: '示例慈善基金会', number: 'XM-2026-0001', organisationName: '浦江社工服务社' },
  ...{ uscc: '52310000DEM000014W', title: '安心到家', amountFen: 39_000_00, months: 12 },
};
const items = [{ code: ItemCode.parse('CARE-02'), name: { zh: '上门照护', en: 'Home care' }, unit: '小时' }];

test('the agreement names the foundation, and each service by its name and in its own unit', () => {
  const text = agreementText(parties, call, content, items);
  expect(text).toContain('甲方：示例慈善基金会（');
  expect(text).toContain('上门照护（CARE-02，标准第2版） 600 小时，服务 25 人');
});
