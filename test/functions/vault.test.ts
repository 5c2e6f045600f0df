import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { put } from '#functions/adapters/changes';
import { dataKeys, gates, privacies } from '#functions/adapters/rows';
import { vault } from '#functions/adapters/vault';
import { openScene, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

/** A vault of another function, or of the same after it was cold: it remembers no key. */
const cold = () => vault(scene.store, scene, `${process.env['DATA_KEY_ARN']}`);
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
    const Key = dataKeys.key({ holder: 'PERSON#person-f' });
    await scene.store.client.send(new DeleteCommand({ TableName: scene.store.TableName, Key }));
    expect(await cold().readPrivate('PERSON#person-f')).toBeUndefined();
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
