import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numbered, unique } from '#functions/adapters/changes';
import { inboxRoutes } from '#shared/contracts/routes/inbox';
import { OrganisationId } from '#shared/kernel/ids';
import { organisations } from '#shared/table/aggregates';
import { cast, type Project, project } from './project.ts';
import { round } from './round.ts';
import { caller, openScene, type Scene, system } from './scene.ts';

let scene: Scene;
let ask: ReturnType<typeof caller<typeof inboxRoutes>>;
let ids: Project;
beforeAll(async () => {
  scene = await openScene();
  ask = caller(inboxRoutes, (await import('#functions/inbox/handler')).handler);
  await cast(scene);
  ids = await project('lookup', scene);
  await scene.write([
    numbered('SB-2026-0001', ids.applicationId),
    numbered('XM-2026-0001', ids.awardId),
    unique('uscc', '52310000MJ00000000', ids.organisationId, 'record.busy'),
  ]);
});
afterAll(() => scene.close());

const find = (as: string, q: string, more: Readonly<Record<string, string>> = {}) =>
  ask('lookup', { as, query: { q, ...more } });
const itemsOf = async (as: string, q: string) => (await find(as, q)).body['items'];

describe('a look-up', () => {
  it('finds an application by its receipt and an award by its number, however they are typed', async () => {
    const application = { kind: 'application', id: ids.applicationId, title: '安心到家', number: 'SB-2026-1' };
    for (const q of ['SB-2026-0001', ' sb-2026-0001 ', 'SB - 2026 - 0001'])
      expect(await itemsOf('officer', q)).toEqual([application]);
    const award = { kind: 'award', id: ids.awardId, title: '安心到家', number: 'XM-2026-1' };
    expect(await itemsOf('cashier', 'XM-2026-0001')).toEqual([award]);
    expect(await itemsOf('officer', 'SB-2026-000')).toEqual([]);
  });
  it('finds a call by its number and an organisation by its credit code', async () => {
    const { callId } = await round('lookupcall', 'none', scene);
    await scene.write([numbered('ZM-2026-0001', callId)]);
    expect(await itemsOf('auditor', 'zm-2026-0001')).toMatchObject([{ kind: 'call', id: callId, title: '安心到家' }]);
    expect(await itemsOf('lead', '5231 0000 mj00 0000 00')).toMatchObject([
      { kind: 'organisation', id: ids.organisationId, number: '52310000MJ00000000' },
    ]);
  });
  it('shows to each what they may read, and nothing to who is not staff', async () => {
    expect(await itemsOf('accountant', 'SB-2026-0001')).toEqual([]);
    expect(await itemsOf('administrator', 'XM-2026-0001')).toEqual([]);
    expect(await itemsOf('administrator', '52310000MJ00000000')).toHaveLength(1);
    for (const as of [ids.grantee, 'expert', 'evaluator', 'adviser'])
      expect(await find(as, 'SB-2026-0001')).toMatchObject({ status: 404, body: { code: 'record.unknown' } });
    const draft = await round('lookupdraft', 'draft', scene);
    await scene.write([numbered('SB-2026-0002', draft.applicationId)]);
    expect(await itemsOf('director', 'SB-2026-0002')).toEqual([]);
  });
  it('takes a number for one record only', async () => {
    await expect(scene.write([numbered('XM-2026-0001', 'award-other')])).rejects.toThrow('record.busy');
  });
  it('answers to whatever is typed, and asks for something', async () => {
    for (const q of ['%', '#', 'UNIQUE#number', '"', '\\', '🙂', '﷽'.repeat(120), 'x'.repeat(120), '%23'])
      expect(await find('officer', q)).toEqual({ status: 200, body: { items: [] } });
    for (const q of ['', '  ', 'x'.repeat(121)]) expect(await find('officer', q)).toMatchObject({ status: 400 });
  });
});

describe('organisations', () => {
  const named = async (id: string, name: string) => {
    const organisationId = OrganisationId.parse(`organisation-${id}`);
    const facts = { uscc: `U${id}`, kind: 'socialGroup', district: '310101' } as const;
    await scene.live(
      organisations,
      { organisationId },
      { type: 'OrganisationRegistered', v: 1, organisationId, name, ...facts, ...system },
    );
    return organisationId;
  };
  it('are found by the beginning of their name, page by page, each once', async () => {
    const wanted = await Promise.all([
      named('b', '静安 Home 助老社'),
      named('c', '静安HOME帮扶社'),
      named('d', '静安ｈｏｍｅ中心'),
    ]);
    await named('e', '虹口静安home社');
    const found: unknown[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await find('officer', '静安 home', { limit: '2', ...(cursor !== undefined && { cursor }) });
      const page = inboxRoutes.lookup.reply.parse(body);
      expect(page.items.length).toBeLessThanOrEqual(2);
      found.push(...page.items.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(found.toSorted()).toEqual(wanted.toSorted());
    const { body } = await find('officer', '静安', { limit: '1' });
    const other = await find('officer', '虹口', { limit: '1', cursor: `${body['cursor']}` });
    expect(other).toMatchObject({ status: 400, body: { code: 'request.cursor-invalid' } });
  });
});
