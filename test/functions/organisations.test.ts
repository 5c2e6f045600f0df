import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { organisationsRoutes } from '#shared/contracts/routes/organisations';
import { OrganisationId, PersonId } from '#shared/kernel/ids';
import { instalments, organisations } from '#shared/table/aggregates';
import { awardFen, cast, project } from './project.ts';
import { caller, openScene, type Scene, system } from './scene.ts';

let scene: Scene;
let ask: ReturnType<typeof caller<typeof organisationsRoutes>>;
beforeAll(async () => {
  scene = await openScene();
  ask = caller(organisationsRoutes, (await import('#functions/organisations/handler')).handler);
  await cast(scene);
});
afterAll(() => scene.close());

const registration = (uscc: string) => ({ name: '浦江社工服务社', uscc, district: '310101' });
async function registered(name: string, uscc: string) {
  await scene.person(name, []);
  const { status, body } = await ask('register', { as: name, body: registration(uscc) });
  expect(status).toBe(200);
  return { as: name, params: { organisationId: `${body['organisationId']}` } };
}
const account = { holder: '浦江社工服务社', bank: '工商银行', number: '6222021234567890123', branch: '102100099996' };

describe('registering', () => {
  it('makes a member and an applicant of who does it, from the next call on', async () => {
    const own = await registered('founder', '52310000DEM000014W');
    const { status, body } = await ask('read', own);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { state: { kind: 'socialServiceAgency', uscc: '52310000DEM000014W' }, may: ['organisation.setAccount'] },
    });
    const again = await ask('register', { as: 'founder', body: registration('52310115DEM000014R') });
    expect(again).toMatchObject({ status: 409, body: { code: 'person.has-organisation' } });
  });
  it('takes each code once, however it is written', async () => {
    await registered('first', '52310000DEM000022P');
    await scene.person('second', []);
    const taken = await ask('register', { as: 'second', body: registration(' 52310000 dem000022p') });
    expect(taken).toMatchObject({ status: 409, body: { code: 'organisation.uscc-taken' } });
    expect(await ask('register', { as: 'second', body: registration('51310000DEM000022T') })).toMatchObject({
      status: 200,
    });
  });
  it('takes no enterprise', async () => {
    await scene.person('trader', []);
    const refused = await ask('register', { as: 'trader', body: registration('91310115DEM000014Q') });
    expect(refused).toMatchObject({ status: 422, body: { code: 'organisation.not-eligible' } });
  });
  it('takes no code whose check does not hold', async () => {
    await scene.person('typist', []);
    const refused = await ask('register', { as: 'typist', body: registration('53100000500020462H') });
    expect(refused).toMatchObject({
      status: 400,
      body: { details: { issues: [{ path: 'body.uscc', code: 'uscc' }] } },
    });
  });
});

describe('the bank account', () => {
  it('shows its last four digits, and lies nowhere in clear', async () => {
    const own = await registered('treasurer', '52310115DEM000014R');
    const set = await ask('setAccount', { ...own, version: 1, body: account });
    expect(set).toEqual({ status: 200, body: { phase: 'active', version: 2 } });
    for (const as of [own.as, 'accountant', 'auditor']) {
      const { body } = await ask('read', { ...own, as });
      expect(body['accountMasked']).toBe('工商银行 ****0123');
      expect(JSON.stringify(body)).not.toContain(account.number);
    }
    const text = scene.onDisk();
    expect(text).toContain('AccountSet');
    expect(text).not.toContain(account.number);
    expect(text).not.toContain(account.branch);
  });
  it('is replaced, and the one before is gone', async () => {
    const own = await registered('mover', '52310115DEM000022L');
    await ask('setAccount', { ...own, version: 1, body: account });
    await ask('setAccount', { ...own, version: 2, body: { ...account, number: '6222029999999994567' } });
    expect((await ask('read', own)).body['accountMasked']).toBe('工商银行 ****4567');
    const organisationId = OrganisationId.parse(own.params.organisationId);
    expect((await scene.get(organisations, { organisationId }))?.state.hasAccount).toBe(true);
  });
  it('is shown in full to the cashier for a reason on record, and to nobody else', async () => {
    const own = await registered('payee', '51310000DEM0000140');
    const reason = { reason: '网银制单' };
    const early = await ask('unmaskAccount', { ...own, as: 'cashier', body: reason });
    expect(early).toMatchObject({ status: 409, body: { code: 'organisation.no-account' } });
    await ask('setAccount', { ...own, version: 1, body: account });
    expect(await ask('unmaskAccount', { ...own, as: 'cashier', body: reason })).toEqual({ status: 200, body: account });
    expect(scene.onDisk()).toContain('AccountUnmasked');
    for (const as of ['officer', 'director', 'administrator', own.as])
      expect(await ask('unmaskAccount', { ...own, as, body: reason })).toMatchObject({ status: 404 });
    const silent = await ask('unmaskAccount', { ...own, as: 'cashier', body: { reason: ' ' } });
    expect(silent).toMatchObject({ status: 400 });
    expect(scene.onDisk()).not.toContain(account.number);
  });
  it('is set by the organisation alone', async () => {
    const own = await registered('owner', '52310106DEM000014Q');
    const other = await registered('neighbour', '52310106DEM000022K');
    for (const as of [other.as, 'accountant', 'director', 'administrator'])
      expect(await ask('setAccount', { ...own, as, version: 1, body: account })).toMatchObject({ status: 404 });
    expect(await ask('read', { ...own, as: other.as })).toMatchObject({
      status: 404,
      body: { code: 'record.unknown' },
    });
  });
  it.each([
    ['number', '62220212345x'],
    ['branch', '10210009999'],
    ['holder', ' '],
  ])('is refused with a wrong %s', async (name, value) => {
    const request = { as: 'founder', params: { organisationId: 'organisation-1' }, version: 1 };
    const refused = await ask('setAccount', { ...request, body: { ...account, [name]: value } });
    expect(refused).toMatchObject({ status: 400, body: { details: { issues: [{ path: `body.${name}` }] } } });
  });
});

it('the list is the staff’s', async () => {
  expect((await ask('list', { as: 'officer' })).body['items']).not.toHaveLength(0);
  expect(await ask('list', { as: 'expert' })).toMatchObject({ status: 404 });
  const { body } = await ask('list', { as: 'founder' });
  expect(body['items']).toMatchObject([{ uscc: '52310000DEM000014W' }]);
});

it('its history is the applications, awards and money of this organisation, with masked contacts', async () => {
  const ids = await project('history', scene);
  const { organisationId, awardId, applicationId } = ids;
  const paid = { type: 'PaymentConfirmed', v: 1, ...system, by: PersonId.parse('person-accountant') } as const;
  const { state } = (await scene.get(instalments, { awardId, number: 1 })) ?? {};
  await scene.live(
    instalments,
    { awardId, number: 1 },
    { type: 'PaymentPrepared', v: 1, accountVersion: 1, ...system, by: PersonId.parse('person-accountant') },
    { type: 'PaymentApproved', v: 1, rank: 'first', ...system, by: PersonId.parse('person-lead') },
    { type: 'PaymentApproved', v: 1, rank: 'second', ...system, by: PersonId.parse('person-director') },
    { type: 'PaymentExecuted', v: 1, bankReference: 'B-9', ...system, by: PersonId.parse('person-cashier') },
    paid,
  );
  const of = (as: string) => ask('history', { as, params: { organisationId } });
  expect((await of('director')).body).toMatchObject({
    applications: [{ applicationId, phase: 'awarded', requestedFen: awardFen }],
    awards: [{ awardId, amountFen: awardFen, paidFen: state?.amountFen }],
    contacts: [{ personId: ids.contactId, name: ids.grantee }],
  });
  expect((await of('cashier')).body).toMatchObject({ applications: [], awards: [{ awardId }] });
  expect(await of('expert')).toMatchObject({ status: 404 });
});
