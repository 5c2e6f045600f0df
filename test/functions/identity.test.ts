import { createHash, randomUUID } from 'node:crypto';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorised, created, unique } from '#functions/adapters/changes';
import { names } from '#functions/adapters/names';
import { CodeMessage, codeMail, queue, SealedCode } from '#functions/adapters/queue';
import { linkCodes, mails } from '#functions/adapters/rows';
import { table } from '#functions/adapters/table';
import { lambda } from '#functions/runtime/http';
import { identityRoutes } from '#shared/contracts/routes/identity';
import { evolvePerson, type PersonEvent, type Role } from '#shared/domain/person';
import { PersonId } from '#shared/kernel/ids';
import { Instant, later } from '#shared/kernel/instant';
import { people } from '#shared/table/aggregates';
import { type Backstage, openBackstage, system } from './backstage.ts';
import { subjectFor } from './gateway.ts';
import { caller } from './scene.ts';

let stage: Backstage;
let ask: ReturnType<typeof caller<typeof identityRoutes>>;
let now = Instant.parse('2026-03-09T02:00:00.000Z');
const minutes = (count: number) => {
  now = later(now, count * 60_000);
};
beforeAll(async () => {
  stage = await openBackstage();
  const settings = {
    ISSUER: 'https://id.example/pool',
    CLIENT_ID: 'web',
    AUDIENCE: 'web',
    FIRST_ADMINISTRATOR: 'Chief@Fund.example',
  };
  Object.assign(process.env, settings);
  const { config } = await import('#functions/identity/config');
  const { link } = await import('#functions/identity/link');
  const { me } = await import('#functions/identity/me');
  const { requestCode } = await import('#functions/identity/request-code');
  const deps = {
    ...{
      ...stage.deps,
      ...names(stage.deps, () => now),
      ...queue(`${process.env['MAIL_QUEUE_URL']}`, stage.deps),
      now: () => now,
    },
    ...{ issuer: settings.ISSUER, clientId: 'web', audience: 'web', firstAdministrator: 'chief@fund.example' },
  };
  ask = caller(identityRoutes, lambda(identityRoutes, { config, me, requestCode, link }, deps));
});
afterAll(() => stage.close());

/** The code as the mail function would find it; the queue itself holds it sealed. */
async function posted() {
  const QueueUrl = process.env['MAIL_QUEUE_URL'];
  const { Messages = [] } = await new SQSClient().send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
  );
  const bodies = Messages.map(({ Body = '' }) => CodeMessage.parse(JSON.parse(Body)));
  const codes = bodies.map(async ({ identity, sealed }) => ({
    ...SealedCode.parse(JSON.parse(await stage.deps.unsealFor(mails, codeMail(identity), 'code', sealed))),
    ...codeMail(identity),
  }));
  return { text: JSON.stringify(Messages), codes: await Promise.all(codes) };
}
/** Asks for a code and reads it from the mail. */
async function sentFor(as: string, address: string) {
  expect(await ask('requestCode', { as, body: { address } })).toMatchObject({ status: 200 });
  const { codes } = await posted();
  const found = codes.find((sent) => sent.address === address.toLowerCase());
  if (!found) throw new Error(`Nothing was sent to ${address}`);
  return found;
}
const codeFor = async (as: string, address: string) => (await sentFor(as, address)).code;
const link = (as: string, address: string, code: string, name = '何敏') =>
  ask('link', { as, body: { address, code, name } });
const wrong = (code: string) => (code === '00000000' ? '00000001' : '00000000');
const fresh = () => randomUUID().slice(0, 8);

async function invited(address: string, roles: Role[]) {
  const personId = PersonId.parse(`person-${fresh()}`);
  const event: PersonEvent = { type: 'PersonInvited', v: 1, personId, roles, ...system };
  await stage.write(
    created(people, event),
    authorised(evolvePerson(undefined, event), 1),
    await stage.deps.keepPrivate(people.key({ personId }).pk, { name: '何敏', address }),
    [unique('address', await stage.deps.lookup('address', address), personId, 'person.address-taken')],
  );
  return personId;
}

describe('a one-time code', () => {
  it('goes to the mail queue sealed, and to no other place', async () => {
    const address = `${fresh()}@mail.example`;
    const { body } = await ask('requestCode', { as: fresh(), body: { address } });
    expect(body).toEqual({ expiresAt: later(now, 30 * 60_000) });
    const { text, codes } = await posted();
    const code = codes.find((sent) => sent.address === address)?.code ?? '';
    expect(code).toMatch(/^\d{8}$/);
    expect(text).not.toContain(code);
    expect(text).not.toContain(address);
  });
  it('says the same whether or not somebody was invited there', async () => {
    const known = `${fresh()}@mail.example`;
    await invited(known, ['expert']);
    const answers = await Promise.all(
      [known, `${fresh()}@mail.example`].map((address) => ask('requestCode', { as: fresh(), body: { address } })),
    );
    expect(answers[0]).toEqual(answers[1]);
    await posted();
  });
  it('is sent once a minute', async () => {
    const [as, address] = [fresh(), `${fresh()}@mail.example`];
    await codeFor(as, address);
    expect(await ask('requestCode', { as, body: { address } })).toMatchObject({
      status: 429,
      body: { code: 'person.code-too-soon' },
    });
    minutes(1);
    expect(await codeFor(as, address)).toMatch(/^\d{8}$/);
  });
  it('is mailed again to an address that had one long ago, when nothing is left of the first', async () => {
    const [as, address] = [fresh(), `${fresh()}@mail.example`];
    const first = await sentFor(as, address);
    const { pk, sk } = linkCodes.key({ subject: subjectFor(as) });
    const { client, TableName } = table(`${process.env['TABLE']}`);
    await client.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
    minutes(3 * 24 * 60);
    const second = await sentFor(as, address);
    expect(second.mailId).not.toBe(first.mailId);
    expect((await link(as, address, second.code)).status).toBe(200);
  });
  it('is sent to whomever by one sign-in five times an hour, and not a sixth time', async () => {
    const as = fresh();
    const ask5 = async () => {
      for (let sent = 0; sent < 5; sent += 1) expect(await codeFor(as, `${fresh()}@mail.example`)).toMatch(/^\d{8}$/);
    };
    await ask5();
    const sixth = { as, body: { address: `${fresh()}@mail.example` } };
    const refused = { status: 429, body: { code: 'person.code-too-many' } };
    expect(await ask('requestCode', sixth)).toMatchObject(refused);
    minutes(59);
    expect(await ask('requestCode', sixth)).toMatchObject(refused);
    expect((await posted()).codes).toEqual([]);
    minutes(1);
    await ask5();
  });
  it('asked for many times at once by one sign-in does not pass that limit either', async () => {
    const as = fresh();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => ask('requestCode', { as, body: { address: `${fresh()}@mail.example` } })),
    );
    const sent = answers.filter(({ status }) => status === 200).length;
    expect(sent).toBeLessThanOrEqual(5);
    expect((await posted()).codes).toHaveLength(sent);
  });
  it('is not spoilt by somebody else who asks for the same address', async () => {
    const [as, stranger, address] = [fresh(), fresh(), `${fresh()}@mail.example`];
    const code = await codeFor(as, address);
    const theirs = await codeFor(stranger, address);
    for (let tries = 0; tries < 5; tries += 1) await link(stranger, address, wrong(theirs));
    expect((await link(as, address, code)).status).toBe(200);
  });
  it('lies in the table under a key: whoever reads the row cannot try all eight digits', async () => {
    const [as, address] = [fresh(), `${fresh()}@mail.example`];
    const code = await codeFor(as, address);
    const row = await stage.deps.get(linkCodes, { subject: subjectFor(as) });
    const plain = createHash('sha256').update(`${row?.addressHash}|${code}`);
    expect(row?.codeHash).toMatch(/^1\./);
    expect(row?.codeHash).not.toContain(plain.digest('base64url'));
  });
  it('that is wrong counts down, and the fifth spoils it', async () => {
    const [as, address] = [fresh(), `${fresh()}@mail.example`];
    const code = await codeFor(as, address);
    for (const left of [4, 3, 2, 1, 0])
      expect(await link(as, address, wrong(code))).toMatchObject({
        status: 422,
        body: { code: 'person.code-wrong', details: { left } },
      });
    expect(await link(as, address, code)).toMatchObject({ status: 410, body: { code: 'person.code-expired' } });
  });
  it('guessed at many times at once still has five tries', async () => {
    const [as, address] = [fresh(), `${fresh()}@mail.example`];
    const code = await codeFor(as, address);
    await Promise.all(Array.from({ length: 8 }, () => link(as, address, wrong(code))));
    const lefts = [];
    for (let tries = 0; tries < 6; tries += 1) lefts.push((await link(as, address, wrong(code))).status);
    expect(lefts.filter((status) => status === 422).length).toBeLessThanOrEqual(4);
    expect(lefts.at(-1)).toBe(410);
  });
  it('is over after thirty minutes', async () => {
    const [as, address] = [fresh(), `${fresh()}@mail.example`];
    const code = await codeFor(as, address);
    minutes(30);
    expect(await link(as, address, code)).toMatchObject({ status: 410, body: { code: 'person.code-expired' } });
  });
  it('serves the sign-in that asked for it, and the address it went to', async () => {
    const [as, address] = [fresh(), `${fresh()}@mail.example`];
    const code = await codeFor(as, address);
    expect(await link(fresh(), address, code)).toMatchObject({ status: 410 });
    expect(await link(as, `${fresh()}@mail.example`, code)).toMatchObject({ status: 410 });
  });
  it('serves once', async () => {
    const [as, address] = [fresh(), `${fresh()}@mail.example`];
    const code = await codeFor(as, address);
    const both = await Promise.all([link(as, address, code), link(as, address, code)]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await link(as, address, code)).toMatchObject({ status: 409, body: { code: 'person.already-linked' } });
  });
});

describe('linking', () => {
  it('gives an invited person the roles of the invitation', async () => {
    const [as, address] = [fresh(), `${fresh()}@mail.example`];
    const personId = await invited(address, ['expert']);
    expect(await ask('me', { as })).toEqual({ status: 200, body: { linked: false } });
    expect(await link(as, address, await codeFor(as, address))).toEqual({
      status: 200,
      body: { personId, roles: ['expert'] },
    });
    expect((await ask('me', { as })).body).toMatchObject({
      linked: true,
      personId,
      roles: ['expert'],
      organisationId: null,
    });
  });
  it('links who has signed in at this issuer, and nobody of the same name at another', async () => {
    const [as, address] = [fresh(), `${fresh()}@mail.example`];
    const personId = await invited(address, ['director']);
    const code = await codeFor(as, address);
    const iss = 'https://other.example';
    const body = { address, code, name: '何敏' };
    expect(await ask('link', { as, iss, body })).toMatchObject({ status: 410 });
    expect((await link(as, address, code)).status).toBe(200);
    expect((await ask('me', { as })).body).toMatchObject({ linked: true, roles: ['director'] });
    expect(await ask('me', { as, iss })).toEqual({ status: 200, body: { linked: false } });
    expect((await stage.deps.get(people, { personId }))?.state.subject).toBe(`https://id.example/pool ${as}`);
  });
  it('registers anybody else without any role', async () => {
    const [as, address] = [fresh(), `${fresh()}@mail.example`];
    const { body } = await link(as, address, await codeFor(as, address), '周全');
    expect(body['roles']).toEqual([]);
    expect((await ask('me', { as })).body).toMatchObject({ linked: true, name: '周全', roles: [] });
  });
  it('makes the address of the settings the first administrator, however it is written', async () => {
    const as = fresh();
    const { body } = await link(as, 'CHIEF@fund.example', await codeFor(as, 'Chief@Fund.example'));
    expect(body['roles']).toEqual(['administrator']);
  });
  it('is refused for an address that belongs to somebody', async () => {
    const [first, second, address] = [fresh(), fresh(), `${fresh()}@mail.example`];
    await link(first, address, await codeFor(first, address));
    minutes(1);
    expect(await link(second, address, await codeFor(second, address))).toMatchObject({
      status: 409,
      body: { code: 'person.address-taken' },
    });
  });
  it('happens once for a sign-in', async () => {
    const [as, address] = [fresh(), `${fresh()}@mail.example`];
    await link(as, address, await codeFor(as, address));
    expect(await ask('requestCode', { as, body: { address: `${fresh()}@mail.example` } })).toMatchObject({
      status: 409,
      body: { code: 'person.already-linked' },
    });
  });
});

it('the settings are for everybody, and hold no secret', async () => {
  const { handler } = await import('#functions/identity/handler');
  const { status, body } = await caller(identityRoutes, handler)('config', {});
  expect({ status, names: Object.keys(body).toSorted() }).toEqual({
    status: 200,
    names: ['audience', 'clientId', 'issuer', 'now', 'scope'],
  });
});
