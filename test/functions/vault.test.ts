import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { put } from '#functions/adapters/changes';
import { names } from '#functions/adapters/names';
import { dataKeys, gates, privacies } from '#functions/adapters/rows';
import { vault } from '#functions/adapters/vault';
import { clock } from '#functions/runtime/clock';
import { PersonId } from '#shared/kernel/ids';
import { later } from '#shared/kernel/instant';
import { openScene, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

/** A vault of another function, or of the same after it was cold: it remembers no key. */
const cold = (now = clock) => vault(scene.store, scene, { KeyId: `${process.env['DATA_KEY_ARN']}`, now });
/** A function that stays warm while time goes by. */
let now = clock();
const minutes = (count: number) => {
  now = later(now, count * 60_000);
};
const erase = (holder: string) =>
  scene.store.client.send(new DeleteCommand({ TableName: scene.store.TableName, Key: dataKeys.key({ holder }) }));
const over = 'attribute_exists(pk)';

describe('private fields', () => {
  const fields = { name: '欧阳探针', telephone: '13800001234' };
  it('are read again by another function, and lie nowhere in clear', async () => {
    await scene.write(await scene.keepPrivate('PERSON#person-a', fields));
    expect(await cold().readPrivate('PERSON#person-a')).toEqual(fields);
    for (const secret of Object.values(fields)) expect(scene.onDisk()).not.toContain(secret);
  });
  it('are another ciphertext each time', async () => {
    await scene.write(await scene.keepPrivate('PERSON#person-b', fields));
    const first = await scene.get(privacies, { holder: 'PERSON#person-b' });
    await scene.write(await scene.replacePrivate('PERSON#person-b', fields));
    const second = await scene.get(privacies, { holder: 'PERSON#person-b' });
    expect(second?.fields['name']).toMatch(/^v1\.[0-9a-f]{12}\.[\w-]+\.[\w-]+$/);
    expect(second?.fields['name']).not.toBe(first?.fields['name']);
  });
  it('moved to another field do not open', async () => {
    await scene.write(await scene.keepPrivate('PERSON#person-c', fields));
    const row = await scene.get(privacies, { holder: 'PERSON#person-c' });
    const swapped = { name: `${row?.fields['telephone']}`, telephone: `${row?.fields['name']}` };
    await scene.write([put(privacies.item({ holder: 'PERSON#person-c' }, { fields: swapped }), 'record.busy', over)]);
    await expect(cold().readPrivate('PERSON#person-c')).rejects.toThrow();
  });
  it('moved to another holder, with the key, do not open', async () => {
    await scene.write(await scene.keepPrivate('PERSON#person-d', fields));
    const [row, key] = await Promise.all([
      scene.get(privacies, { holder: 'PERSON#person-d' }),
      scene.get(dataKeys, { holder: 'PERSON#person-d' }),
    ]);
    if (!row || !key) throw new Error('Nothing was kept');
    await scene.write([
      put(privacies.item({ holder: 'PERSON#person-e' }, row), 'record.busy'),
      put(dataKeys.item({ holder: 'PERSON#person-e' }, key), 'record.busy'),
    ]);
    await expect(cold().readPrivate('PERSON#person-e')).rejects.toThrow();
  });
  it('are gone with their key', async () => {
    await scene.write(await scene.keepPrivate('PERSON#person-f', fields));
    await erase('PERSON#person-f');
    expect(await cold().readPrivate('PERSON#person-f')).toBeUndefined();
  });
  it('and names are gone from a warm function minutes after the key is', async () => {
    await scene.write(await scene.keepPrivate('PERSON#person-g', fields));
    const warm = cold(() => now);
    const { nameOf } = names(warm, () => now);
    const read = async () => [
      (await warm.readPrivate('PERSON#person-g'))?.['name'],
      await nameOf(PersonId.parse('person-g')),
    ];
    expect(await read()).toEqual([fields.name, fields.name]);
    await erase('PERSON#person-g');
    minutes(5);
    expect(await read()).toEqual([undefined, '—']);
  });
});

describe('a look-up', () => {
  it('is the same in every function, also when two make its key at once, and differs by kind', async () => {
    const [one, other] = await Promise.all([cold().lookup('resident-id', '1'), cold().lookup('resident-id', '1')]);
    expect(one).toBe(other);
    expect(await cold().lookup('address', '1')).not.toBe(one);
    expect(one).toMatch(/^1\.[\w-]{43}$/);
  });
});

it('a task token opens for its own gate only', async () => {
  const id = { stream: 'APPLICATION#application-1', gate: 'reviews', attempt: 1 };
  const sealed = await scene.sealFor(gates, id, 'token', 'secret');
  expect(await cold().unsealFor(gates, id, 'token', sealed)).toBe('secret');
  await expect(cold().unsealFor(gates, { ...id, attempt: 2 }, 'token', sealed)).rejects.toThrow();
});
