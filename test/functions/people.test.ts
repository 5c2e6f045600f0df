import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fundsRoutes } from '#shared/contracts/routes/funds';
import { peopleRoutes } from '#shared/contracts/routes/people';
import type { Role } from '#shared/domain/person';
import { PersonId } from '#shared/kernel/ids';
import { people } from '#shared/table/aggregates';
import { cast } from './project.ts';
import { caller, openScene, type Scene } from './scene.ts';

let scene: Scene;
let ask: ReturnType<typeof caller<typeof peopleRoutes>>;
let askFunds: ReturnType<typeof caller<typeof fundsRoutes>>;
beforeAll(async () => {
  scene = await openScene();
  ask = caller(peopleRoutes, (await import('#functions/people/handler')).handler);
  askFunds = caller(fundsRoutes, (await import('#functions/funds/handler')).handler);
  await cast(scene);
});
afterAll(() => scene.close());

const as = 'administrator';
const versionOf = async (name: string) =>
  (await scene.get(people, { personId: PersonId.parse(`person-${name}`) }))?.version ?? 0;
const change = async (name: string, roles: readonly Role[], by = as) =>
  ask('changeRoles', {
    ...{
      as: by,
      params: { personId: `person-${name}` },
      version: await versionOf(name),
      body: { roles, reason: '轮岗' },
    },
  });
const invite = (address: string, roles: readonly Role[] = ['expert']) =>
  ask('invite', { as, body: { name: '何敏', address, roles } });

describe('an invitation', () => {
  it('is there at once, without a sign-in, and is listed with a masked address', async () => {
    const { status, body } = await invite(' He.Min@Example.org ');
    expect(status).toBe(200);
    const listed = await ask('list', { as, query: { limit: '100' } });
    expect(listed.body['items']).toContainEqual({
      ...{ personId: body['personId'], name: '何敏', address: 'he***n@example.org', phase: 'invited' },
      ...{ roles: ['expert'], organisationId: null, version: 1 },
    });
  });
  it('goes to an address once, however it is written', async () => {
    await invite('twice@example.org');
    const taken = await invite('TWICE@example.org');
    expect(taken).toMatchObject({ status: 409, body: { code: 'person.address-taken' } });
  });
  it('never makes an accountant who is the cashier', async () => {
    const refused = await invite('both@example.org', ['accountant', 'cashier']);
    expect(refused).toMatchObject({ status: 422, body: { code: 'person.roles-apart' } });
  });
  it.each(['no address', 'a@b', ''])('does not go to %j', async (address) => {
    expect(await invite(address)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });
});

describe('roles', () => {
  it('that were taken away are gone at the next call', async () => {
    await scene.person('leaving', ['accountant']);
    expect(await askFunds('list', { as: 'leaving' })).toMatchObject({ status: 200 });
    expect(await change('leaving', [])).toEqual({ status: 200, body: { phase: 'active', version: 2 } });
    expect(await askFunds('list', { as: 'leaving' })).toMatchObject({ status: 404, body: { code: 'record.unknown' } });
  });
  it('that were given count at the next call', async () => {
    await scene.person('coming', []);
    expect(await askFunds('list', { as: 'coming' })).toMatchObject({ status: 404 });
    await change('coming', ['director']);
    expect(await askFunds('list', { as: 'coming' })).toMatchObject({ status: 200 });
  });
  it('are changed by another administrator only', async () => {
    expect(await change(as, ['administrator', 'director'])).toMatchObject({
      status: 403,
      body: { code: 'person.own-roles' },
    });
    await scene.person('administrator2', ['administrator']);
    expect(await change('administrator2', ['administrator', 'director'])).toMatchObject({ status: 200 });
  });
  it('of accountant and cashier are kept apart', async () => {
    const before = await versionOf('accountant');
    expect(await change('accountant', ['accountant', 'cashier'])).toMatchObject({
      status: 422,
      body: { code: 'person.roles-apart' },
    });
    expect(await versionOf('accountant')).toBe(before);
  });
  it.each(['director', 'lead', 'officer', 'auditor', 'expert'])('are nothing that %s can change', async (by) => {
    expect(await change('cashier', ['director'], by)).toMatchObject({ status: 404, body: { code: 'record.unknown' } });
  });
});

describe('the people to choose from', () => {
  it('are those who hold the role now', async () => {
    await scene.person('former', ['expert']);
    const ids = async () =>
      JSON.stringify((await ask('choices', { as: 'officer', query: { role: 'expert' } })).body['items']);
    expect(await ids()).toContain('person-former');
    await change('former', []);
    expect(await ids()).not.toContain('person-former');
    expect(await ids()).toContain('"person-expert","name":"expert","open":0');
  });
  it('are nobody’s business outside the foundation', async () => {
    expect(await ask('choices', { as: 'expert', query: { role: 'expert' } })).toMatchObject({ status: 404 });
  });
});
