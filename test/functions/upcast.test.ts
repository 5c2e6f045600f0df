import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { changed, put } from '#functions/adapters/changes';
import { access } from '#functions/adapters/rows';
import { evolveNeed, Need, NeedEvent } from '#shared/domain/need';
import { ItemCode } from '#shared/domain/reference';
import * as ids from '#shared/kernel/ids';
import * as aggregates from '#shared/table/aggregates';
import { eventsAs, eventUpcasters } from '#shared/table/events';
import { newestOf } from '#shared/table/upcast';
import { subjectFor } from './gateway.ts';
import { openScene, type Scene, system } from './scene.ts';

const { aggregate, needs, row } = aggregates;
let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const raw = (Item: object) =>
  scene.store.client.send(new PutCommand({ TableName: scene.store.TableName, Item: { ...Item } }));
const stored = async (key: { readonly pk: string; readonly sk: string }) => {
  const any = { key: () => key, read: (item: unknown) => z.parse(z.record(z.string(), z.unknown()), item) };
  return scene.get(any, undefined);
};

/** As a release would have it that calls a mark `until`, which was `till` in version 2 and `end` in version 1. */
const marks = row('watermark', z.object({ until: z.string() }), [
  ({ end, ...rest }) => ({ ...rest, till: end }),
  ({ till, ...rest }) => ({ ...rest, until: till }),
]);
/** The same for a record: `source` was `remark` in version 1. */
const renamed = aggregate('need', Need, NeedEvent, evolveNeed, undefined, [
  ({ remark, ...rest }) => ({ ...rest, source: remark }),
]);

describe('a row of an older version', () => {
  it.each([
    ['none', { end: 'noon' }],
    ['1', { v: 1, end: 'noon' }],
    ['2', { v: 2, till: 'noon' }],
    ['3', { v: 3, until: 'noon' }],
  ])('is read as the newest version has it, from version %s on', async (kind, old) => {
    await raw({ ...marks.key({ kind }), ...old });
    expect(await scene.get(marks, { kind })).toEqual({ until: 'noon' });
    expect(await scene.getMany(marks, [{ kind }])).toEqual([{ until: 'noon' }]);
  });
  it('is a clear fault when it is newer than this release', async () => {
    await raw({ ...marks.key({ kind: 'later' }), v: 4, until: 'noon' });
    const fault = 'watermark is of version 4, and this release knows 3 at most';
    await expect(scene.get(marks, { kind: 'later' })).rejects.toThrow(fault);
  });
  it('is written in the newest version', async () => {
    await scene.write([put(marks.item({ kind: 'new' }, { until: 'noon' }), 'record.busy')]);
    expect(await stored(marks.key({ kind: 'new' }))).toMatchObject({ v: 3, until: 'noon' });
  });
});

describe('a record of an older version', () => {
  const needId = ids.NeedId.parse('need-old');
  it('is brought up when it is read or listed, and rewritten by its next change', async () => {
    const by = { ...system, adviserId: ids.PersonId.parse('person-adviser') };
    const { state, ...rest } = await scene.live(
      needs,
      { needId },
      {
        ...{ type: 'NeedRecorded', v: 1, needId, beneficiaryId: ids.BeneficiaryId.parse('beneficiary-1'), ...by },
        ...{
          district: '310101',
          targetGroup: 'TG01',
          itemCode: ItemCode.parse('CARE-01'),
          quantity: 12,
          urgency: 'high',
        },
        ...{ source: 'visit', hasNote: false },
      },
    );
    const { source: remark, ...old } = state;
    await raw({ ...needs.item({ ...rest, state }), state: { ...old, remark }, v: 1 });

    const found = await scene.get(renamed, { needId });
    expect(found).toMatchObject({ v: 2, version: 1, state: { source: 'visit' } });
    const listed = await scene.all(renamed, 'needs.of-adviser', by);
    expect(listed).toEqual([found]);
    if (!found) throw new Error('The need is gone');
    expect(await stored(needs.key({ needId }))).toMatchObject({ v: 1, state: { remark: 'visit' } });

    await scene.write(changed(renamed, found, { type: 'NeedPublished', v: 1, ...system }));
    const now = await stored(needs.key({ needId }));
    expect(now).toMatchObject({ v: 2, version: 2, state: { phase: 'published', source: 'visit' } });
    expect(now?.['state']).not.toHaveProperty('remark');
  });

  it('keeps its events as they were written, and reads them in their newest version', async () => {
    const Published = z.object({ event: z.object({ type: z.string(), v: z.int(), place: z.optional(z.string()) }) });
    const newer = { NeedPublished: [(old: object) => ({ ...old, place: '—' })] };
    const stream = needs.key({ needId }).pk;
    const read = await scene.all(eventsAs(Published, newer), 'events.of-stream', { stream });
    expect(read).toEqual([
      { event: { type: 'NeedRecorded', v: 1 } },
      { event: { type: 'NeedPublished', v: 2, place: '—' } },
    ]);
    const kept = await stored({ pk: stream, sk: 'EVENT#000000000002' });
    expect(kept).toMatchObject({ v: 1, event: { type: 'NeedPublished', v: 1 } });
  });

  it('whose event is newer than this release is a clear fault', async () => {
    const stream = 'NEED#need-later';
    await raw({ pk: stream, sk: 'EVENT#000000000001', v: 1, event: { type: 'NeedPublished', v: 2 } });
    const fault = 'NeedPublished is of version 2, and this release knows 1 at most';
    await expect(scene.all(eventsAs(z.object({})), 'events.of-stream', { stream })).rejects.toThrow(fault);
  });
});

const Line = z.object({
  type: z.object({ def: z.object({ values: z.tuple([z.string()]) }) }),
  v: z.object({ def: z.object({ values: z.tuple([z.int()]) }) }),
});
const Schema = z.object({ def: z.object({ options: z.array(z.object({ def: z.object({ shape: Line }) })) }) });

it.each(
  Object.entries(aggregates).flatMap(([name, value]) => ('event' in value ? [[name, value.event] as const] : [])),
)('every event of %s is written in the newest version that the upcasters lead to', (_, event) => {
  for (const { def } of z.parse(Schema, event).def.options) {
    const [[type], [v]] = [def.shape.type.def.values, def.shape.v.def.values];
    expect([type, v]).toEqual([type, newestOf(eventUpcasters[type] ?? [])]);
  }
});

it('says its version in every row that a record’s way has written', async () => {
  await scene.person('versioned', ['officer']);
  const keys = [
    { pk: 'PERSON#person-versioned', sk: 'STATE' },
    { pk: 'PERSON#person-versioned', sk: 'EVENT#000000000001' },
    { pk: 'PERSON#person-versioned', sk: 'PRIVATE' },
    { pk: 'PERSON#person-versioned', sk: 'KEY' },
    access.key({ subject: subjectFor('versioned') }),
    { pk: 'ROLE#officer', sk: 'person-versioned' },
  ];
  expect(await Promise.all(keys.map(stored))).toMatchObject(keys.map(() => ({ v: 1 })));
});
