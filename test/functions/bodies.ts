import { serviceCode } from './project.ts';

/** What is sent, as it should be. */
export const reason = { reason: '理由充分' };
const hash = 'b'.repeat(64);
export const signature = { agreementHash: hash, agreesToSignElectronically: true };
export const content = {
  project: { title: '二期', summary: '上门', startsOn: '2027-01-01', leader: '何敏', leaderQualification: '' },
  needs: { needIds: ['need-pa'], evidence: '台账' },
  services: {
    lines: [{ itemCode: serviceCode, standardVersion: 3, quantity: 10, beneficiaries: 5, unitPriceFen: 100_00 }],
    approach: '一户一策',
  },
  budget: { lines: [{ heading: 'staff', note: '', amountFen: 1 }], matchingFen: 0 },
  outcomes: { goals: [{ goal: '减负', baseline: '', target: '80%', method: '' }], sustainability: '' },
  declarations: { noMisconduct: true, noConflict: true, personalData: true, accurate: true },
};
export const standard = {
  ...{ code: serviceCode, name: { zh: '助浴', en: 'Bathing' }, class: 'care', field: '照护', target: '失能老人' },
  ...{ unit: '次', content: '上门', quality: '持证', priceFromFen: 1, priceToFen: 2, effectiveFrom: '2026-01-01' },
};
export const need = {
  who: { name: '王小明', residentId: '310199194503120011', telephone: '13800000000' },
  ...{ district: '310101', targetGroup: 'TG01', itemCode: serviceCode, quantity: 1, urgency: 'high' },
  ...{ source: 'visit', note: '', consent: true },
};
export const account = { holder: '浦江', bank: '建行', number: '12345678', branch: '105290000000' };
export const file = { kind: 'proposal', name: '申报书.pdf', mediaType: 'application/pdf', bytes: 9, sha256: hash };
