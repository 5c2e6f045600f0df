import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { joinAs } from '#infra/sample/cast';
import { askToken, authorizePath, createVerifier, createVisitor, signIn } from '#test/local/identity-visitor';
import { documentCases } from './bad-documents.ts';
import { moveCases } from './bad-moves.ts';
import { brokenChains } from './chain.ts';
import { readFolder } from './folder.ts';
import { ledgerErrors } from './ledger.ts';
import { othersCases } from './others-records.ts';
import { everyone, first, fundYuan, openStage, type Stage, second } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 300_000);
afterAll(async () => {
  await stage.stack.close();
  stage.remove();
});

const need = {
  who: { name: '演示对象二' },
  ...{ district: '310101', targetGroup: 'TG02', itemCode: 'CARE-01', quantity: 12, urgency: 'high' },
  ...{ source: 'visit', note: '', consent: true },
};
const needCount = async () => {
  const { text } = await stage.say({ method: 'GET', path: '/me/needs', as: 'adviser-1' });
  return z.parse(z.object({ items: z.array(z.unknown()) }), JSON.parse(text)).items.length;
};

describe('a body', () => {
  const sends = (body: unknown) => stage.refusal({ method: 'POST', path: '/needs', as: 'adviser-1', body });
  const invalid = (...issues: readonly (readonly [string, string])[]) => ({
    status: 400,
    code: 'request.invalid',
    details: { issues: issues.map(([path, code]) => ({ path, code })) },
  });

  it('with a field that nobody knows is refused', async () => {
    expect(await sends({ ...need, isPaid: true })).toMatchObject(invalid(['body', 'unrecognized_keys']));
  });

  it('without a field that is needed is refused at that field', async () => {
    const { consent: _, ...without } = need;
    expect(await sends(without)).toMatchObject(invalid(['body.consent', 'invalid_value']));
    expect(await sends(undefined)).toMatchObject(invalid(['body', 'invalid_type']));
  });

  it('with values of another type is refused at each of them', async () => {
    const wrong = { ...need, quantity: '12', who: { name: 7 }, district: ['310101'] };
    const refused = await sends(wrong);
    expect(refused).toMatchObject({ status: 400, code: 'request.invalid' });
    expect(refused.text).toMatch(/body\.who\.name.*body\.district.*body\.quantity/);
  });

  it('that is no JSON is refused', async () => {
    for (const raw of ['{"who":', '<need/>', '{"a":1}}'])
      expect(await stage.refusal({ method: 'POST', path: '/needs', as: 'adviser-1', raw })).toMatchObject({
        status: 400,
        code: 'request.not-json',
      });
  });

  it('over 256 KB is refused by us, and over 10 MB by the gateway', async () => {
    const long = (bytes: number) => ({ ...need, note: 'x'.repeat(bytes) });
    expect(await sends(long(300 * 1024))).toMatchObject({ status: 413, code: 'request.too-large' });
    const answer = await stage.say({ method: 'POST', path: '/needs', as: 'adviser-1', body: long(11 * 1024 * 1024) });
    expect(answer).toMatchObject({ status: 413, text: '{"message":"Request Entity Too Large"}' });
  });

  it('without an Idempotency-Key, or with one that is too long, is refused', async () => {
    for (const key of ['', 'k'.repeat(65)])
      expect(await stage.refusal({ method: 'POST', path: '/needs', as: 'adviser-1', body: need, key })).toMatchObject({
        status: 400,
        code: 'request.key-missing',
      });
  });

  it('that was refused has left no need behind', async () => {
    expect(await needCount()).toBe(1);
  });
});

describe('the record of another', () => {
  const other = () => stage.applicationIds.first;
  const missing = 'application-0000000000000000000a';
  const content = { noMisconduct: true, noConflict: true, personalData: true, accurate: true };
  const body = { section: 'declarations', content, version: 0 };

  it.each([
    ['GET', (id: string) => `/applications/${id}`, {}],
    ['GET', (id: string) => `/applications/${id}/timeline`, {}],
    ['POST', (id: string) => `/applications/${id}/submission`, { version: 1 }],
    ['PUT', (id: string) => `/applications/${id}/sections/declarations`, { body }],
    ['POST', (id: string) => `/applications/${id}/withdrawal`, { version: 1, body: { reason: '不再申报' } }],
  ] as const)('answers %s as one that does not exist', async (method, path, more) => {
    const as = second?.account ?? '';
    const theirs = await stage.refusal({ method, path: path(other()), as, ...more });
    const nobodys = await stage.refusal({ method, path: path(missing), as, ...more });
    expect(theirs).toMatchObject({ status: 404, code: 'record.unknown' });
    expect(theirs.text).toBe(nobodys.text);
  });

  it('cannot be reached by an id that is none', async () => {
    for (const id of ['..%2Ffunds', 'APPLICATION%231', `${other()}%00`])
      expect(
        await stage.refusal({ method: 'GET', path: `/applications/${id}`, as: first?.account ?? '' }),
      ).toMatchObject({ status: 404, code: 'record.unknown' });
  });
});

describe('a role', () => {
  const staff = ['officer', 'lead', 'director', 'accountant', 'cashier', 'auditor'];

  /** Written down here by hand: what the rules of the foundation say, not what the policy says. */
  it.each([
    ['POST', '/needs', ['adviser']],
    ['GET', '/districts/310101/needs?phase=recorded', ['officer', 'lead', 'auditor', 'adviser']],
    ['GET', '/districts/310101/published-needs', ['applicant']],
    ['GET', '/waiting-needs', ['officer', 'lead', 'auditor', 'adviser']],
    ['POST', '/funds', ['director', 'administrator']],
    ['GET', '/funds', ['officer', 'lead', 'director', 'accountant', 'cashier', 'auditor']],
    ['GET', '/instalments?phase=due', ['officer', 'lead', 'director', 'accountant', 'cashier', 'auditor']],
    ['POST', '/calls', ['officer', 'lead']],
    ['GET', '/awards', staff],
    ['POST', '/people', ['administrator']],
    ['GET', '/people', ['administrator', 'auditor']],
    ['PUT', '/service-items/CARE-01', ['lead', 'administrator']],
    ['GET', '/me/reviews', ['expert']],
    ['GET', '/me/evaluations', ['evaluator']],
    ['GET', '/evaluations?phase=reported', ['officer', 'lead', 'director', 'auditor']],
    ['GET', '/inbox', [...staff, 'administrator']],
    ['GET', '/lookup?q=XM-2026-0001', [...staff, 'administrator']],
    ['GET', '/service-items/CARE-01', ['lead', 'administrator']],
    ['PUT', '/operations/calendars/2027', ['administrator']],
  ] as const)('meets at %s %s a door that opens for those alone whose part it is', async (method, path, may) => {
    const open: string[] = [];
    for (const [role, as] of Object.entries(everyone)) {
      const { status, text } = await stage.say({ method, path, as, ...(method !== 'GET' && { body: {} }) });
      // Whoever may come in is told what is wrong with an empty body; whoever may not is told nothing.
      // What changes a record asks which version was seen, of those alone for whom the door opens.
      expect([200, 400, 404, 428]).toContain(status);
      if (status === 404) expect(text).toContain('"record.unknown"');
      else open.push(role);
    }
    expect(open.toSorted()).toEqual([...may].toSorted());
  });
});

describe('a token', () => {
  const said = { method: 'GET', path: '/me' } as const;
  const refused = { status: 401, type: 'application/json', text: '{"message":"Unauthorized"}' };

  it('that is missing, or none of ours, is refused by the gateway in its own words', async () => {
    expect(await stage.say(said)).toEqual(refused);
    expect(await stage.say({ ...said, token: 'nonsense' })).toEqual(refused);
    const real = await stage.stack.identity.tokenFor('officer');
    const [head, , signature] = real.split('.');
    const forged = Buffer.from(JSON.stringify({ sub: 'administrator', aud: 'hubang' })).toString('base64url');
    expect(await stage.say({ ...said, token: `${head}.${forged}.${signature}` })).toEqual(refused);
  });

  it('that the same issuer gave for something else is refused', async () => {
    const { issuer, url } = stage.stack;
    const { verifier, challenge } = createVerifier();
    const back = new URL(await signIn(createVisitor(issuer), authorizePath(url, challenge), 'officer'));
    const form = {
      ...{ grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '', code_verifier: verifier },
      redirect_uri: `${url}/sign-in/callback`,
    };
    const { body } = await askToken(issuer, url, form);
    const tokens = z.parse(z.object({ id_token: z.string(), access_token: z.string() }), body);
    expect((await stage.say({ ...said, token: tokens.access_token })).status).toBe(200);
    expect(await stage.say({ ...said, token: tokens.id_token })).toEqual(refused);
  });

  it('opens nothing any more once it has expired', async () => {
    const token = await stage.stack.identity.tokenFor('officer');
    expect((await stage.say({ ...said, token })).status).toBe(200);
    await stage.stack.clock.move(2 * 3_600_000);
    expect(await stage.say({ ...said, token })).toEqual(refused);
  });

  it('of somebody whom no person is linked to opens nothing', async () => {
    await stage.stack.identity.accounts.add({ account: 'stranger', name: '路人', hint: '' });
    const refusal = await stage.refusal({ method: 'GET', path: '/inbox', as: 'stranger' });
    expect(refusal).toMatchObject({ status: 403, code: 'request.unlinked' });
  });
});

describe('a credit code', () => {
  const as = 'applicant-9';
  const register = (uscc: string) => ({
    ...({ method: 'POST', path: '/organisations', as } as const),
    body: { name: '示例机构', uscc, district: '310101' },
  });
  beforeAll(async () => {
    await joinAs(stage.cast, as, '演示申报人九', '申报机构 Applicant');
  });

  it.each([
    ['53100000500020462H', 'is published with a wrong check character'],
    ['531000005000074012', 'is published with a wrong check character'],
    ['51100000500000024G', 'is published with a wrong check character'],
    ['52310000DEM000014X', 'has another last character'],
    ['52310000DEM000024W', 'has another entity code'],
    ['5231000ODEM000014W', 'has a letter O for a nought'],
    ['91350100M000100Y4Z', 'is the misprint of the standard'],
    ['123456', 'is too short'],
  ])('%s is refused, since it %s', async (uscc) => {
    const issues = [{ path: 'body.uscc', code: 'uscc' }];
    expect(await stage.refusal(register(uscc))).toMatchObject({
      status: 400,
      code: 'request.invalid',
      details: { issues },
    });
  });

  it('that is sound is taken: of a social group at once, of an enterprise not for an application', async () => {
    expect(await stage.refusal(register('91350100M000100Y43'))).toMatchObject({
      ...{ status: 422, code: 'organisation.not-eligible' },
    });
    expect(await stage.refusal(register(first?.uscc ?? ''))).toMatchObject({
      ...{ status: 409, code: 'organisation.uscc-taken' },
    });
    expect((await stage.say(register(' 51100000500002862f '))).status).toBe(200);
    expect(await stage.refusal(register('53100000500019795A'))).toMatchObject({
      ...{ status: 409, code: 'person.has-organisation' },
    });
  });
});

describe('an Idempotency-Key', () => {
  const donation = (amountFen: number, key: string) => ({
    ...({ method: 'POST', path: `/funds/${stage.fundId}/donations`, as: 'accountant', key } as const),
    body: { amountFen, reference: 'DEM-BANK-0002' },
  });

  it('that comes again with the same request brings the same answer, and nothing is done twice', async () => {
    const key = randomUUID();
    const answer = await stage.say(donation(5_000_00, key));
    expect(answer.status).toBe(200);
    expect(await stage.say(donation(5_000_00, key))).toEqual(answer);
    expect(await stage.balances()).toMatchObject({ available: (fundYuan + 5_000) * 100 });
  });

  it('that comes again with another request is refused, and nothing is done', async () => {
    const key = randomUUID();
    const open = (name: string) => ({
      ...({ method: 'POST', path: '/funds', as: 'director', key } as const),
      body: { name: { zh: name, en: 'Second' }, sourceType: 'donation' },
    });
    expect((await stage.say(open('第二基金'))).status).toBe(200);
    expect(await stage.refusal(open('第三基金'))).toMatchObject({ status: 422, code: 'request.key-reused' });
    expect((await stage.say({ method: 'GET', path: '/funds', as: 'director' })).text).not.toContain('第三基金');
  });

  it('does not book a bank reference a second time under another key', async () => {
    expect(await stage.refusal(donation(5_000_00, randomUUID()))).toMatchObject({
      ...{ status: 409, code: 'fund.reference-used' },
    });
    expect(await stage.balances()).toMatchObject({ available: (fundYuan + 5_000) * 100 });
  });
});

describe('an upload', () => documentCases(() => stage));
describe('a move', () => moveCases(() => stage));
describe('what belongs to others', () => othersCases(() => stage));

it('all that was refused has left the chains and the ledger as they have to be, and no dead letter', async () => {
  await stage.stack.close();
  const folder = await readFolder(stage.stateDir);
  expect(brokenChains(folder.rows)).toEqual([]);
  expect(ledgerErrors(folder.rows)).toEqual([]);
  expect(folder.messages).toEqual([]);
  expect(folder.executions.filter(({ status }) => status !== 'SUCCEEDED' && status !== 'RUNNING')).toEqual([]);
});
