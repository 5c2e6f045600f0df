import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { openPortal } from './portal-fixtures/browser.ts';
import { now as fixtureNow, fullDraft } from './portal-fixtures/records.ts';

let portal: Awaited<ReturnType<typeof openPortal>>;
beforeAll(async () => {
  portal = await openPortal();
}, 90_000);
afterAll(() => portal?.close());
beforeEach(() => {
  Object.assign(portal.world, {
    who: 'applicant',
    offline: () => false,
    bucketStatus: 204,
    verdict: 'clean',
    documents: [],
  });
  portal.world.drafts['application-blank'] = {};
});

const blank = '/portal/applications/application-blank';
const Saved = z.object({ content: z.record(z.string(), z.unknown()), version: z.int() });
const saved = (section: string) => Saved.safeParse(portal.world.drafts['application-blank']?.[section]).data;
const line = (page: Page) => page.locator('.portal-save');
const isSaved = (page: Page) => page.locator('.portal-save[data-state="saved"]').waitFor();
const title = (page: Page) => page.locator('#field-title');

describe('a section', () => {
  it('is saved as it is typed, says when, and is there again on the list and after a reload', async () => {
    const page = await portal.visit(`${blank}/sections/project`);
    await title(page).fill('残障人士居家照护与康复');
    await isSaved(page);
    await page.getByText(/^已保存，\d\d:\d\d$/).waitFor();
    expect(saved('project')).toMatchObject({ content: { title: '残障人士居家照护与康复' }, version: 1 });
    await page.getByRole('link', { name: '返回任务清单' }).click();
    await page.getByText('还缺：项目简介、计划开始日期、项目负责人').waitFor();
    await page.reload();
    await page.getByRole('link', { name: '项目概况' }).click();
    expect(await title(page).inputValue()).toBe('残障人士居家照护与康复');
    await page.context().close();
  });

  it('loses nothing with the connection: it says so, keeps the words over a reload, and saves them when it is back', async () => {
    const page = await portal.visit(`${blank}/sections/project`);
    portal.world.offline = ({ name }) => name === 'applications.saveSection';
    await title(page).fill('断网时写的字');
    await page.locator('.portal-save[data-state="lost"]').waitFor();
    expect(await line(page).textContent()).toContain('内容已留在本设备');
    expect(saved('project')).toBeUndefined();
    await page.reload();
    await title(page).waitFor();
    expect(await title(page).inputValue()).toBe('断网时写的字');
    portal.world.offline = () => false;
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await isSaved(page);
    expect(saved('project')?.content).toMatchObject({ title: '断网时写的字' });
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('hubang.kept')))).toEqual(
      [],
    );
    await page.context().close();
  });

  it('that was changed elsewhere shows both versions and overwrites neither', async () => {
    const page = await portal.visit(`${blank}/sections/project`);
    await title(page).waitFor();
    const theirs = { title: '同事写的', summary: '', leader: '', leaderQualification: '' };
    portal.world.drafts['application-blank'] = {
      project: { content: theirs, version: 3, savedAt: new Date().toISOString() },
    };
    await title(page).fill('我写的');
    const conflict = page.getByRole('alert', { name: '此部分有两个版本' });
    await conflict.waitFor();
    expect(await conflict.textContent()).toContain('同事写的');
    expect(await conflict.textContent()).toContain('我写的');
    expect(saved('project')).toMatchObject({ content: theirs, version: 3 });
    await conflict.getByRole('button', { name: '用另一份' }).click();
    expect(await title(page).inputValue()).toBe('同事写的');
    await page.getByText('没有选用的那一份').click();
    await page.locator('details').getByText('我写的').waitFor();
    await title(page).fill('两份合并');
    await isSaved(page);
    expect(saved('project')).toMatchObject({ content: { title: '两份合并' }, version: 4 });
    await page.context().close();
  });

  it('keeps a row in the making on the device and saves it when it is whole; the sum runs beside the cap', async () => {
    const page = await portal.visit(`${blank}/sections/budget`, { width: 375 });
    await page.getByRole('button', { name: '添加一行' }).click();
    await page.locator('#field-lines-0-amountFen').fill('250000');
    await page.getByText('超出上限 ¥50,000.00').waitFor();
    await page.getByText('有 1 行没有填完').waitFor();
    await page.reload();
    await page.locator('#field-lines-0-amountFen').waitFor();
    expect(await page.locator('#field-lines-0-amountFen').inputValue()).toBe('250000.00');
    await page.locator('#field-lines-0-heading').selectOption('staff');
    await expect
      .poll(() => saved('budget')?.content['lines'])
      .toEqual([{ heading: 'staff', note: '', amountFen: 25_000_000 }]);
    await page.context().close();
  });
});

describe('refusals', () => {
  it('a wrong credit code says what is wrong with it, at its field, before anything is sent', async () => {
    portal.world.who = 'newcomer';
    const page = await portal.visit('/portal/organisation');
    const code = page.locator('#field-uscc');
    for (const [typed, words] of [
      ['5231000', '您填写了 7 位'],
      ['52310000MJ00O0001D', '不使用字母 I、O、S、V、Z'],
      ['52310000MJ0000001A', '校验位不符'],
    ] as const) {
      await code.fill(typed);
      await code.blur();
      await page.locator('.hb-error', { hasText: words }).waitFor();
      expect(await code.getAttribute('aria-invalid')).toBe('true');
    }
    await page.getByRole('button', { name: '完成登记' }).click();
    await page
      .locator('.hb-summary')
      .getByRole('link', { name: /统一社会信用代码/ })
      .waitFor();
    expect(portal.world.heard.filter(({ name }) => name === 'organisations.register')).toEqual([]);
    await page.context().close();
  });

  it('a refused day of service stands at its field with the days that are possible, and the words stay', async () => {
    const page = await portal.visit('/portal/awards/award-run/records/new');
    await page.locator('#field-needId').selectOption('need-1');
    await page.locator('#field-quantity').fill('2');
    await page.locator('#field-worker').fill('李敏');
    await page.getByRole('button', { name: '登记这次服务' }).click();
    const error = page.locator('.hb-field', { has: page.locator('#field-servedOn') }).locator('.hb-error');
    await error.getByText('服务日期须在2026年7月1日至2026年11月20日之间').waitFor();
    await page.locator('.hb-summary').waitFor();
    expect(await page.locator('#field-worker').inputValue()).toBe('李敏');
    await page.context().close();
  });

  it('are listed in the order of the page, and a number says what is allowed', async () => {
    portal.world.who = 'adviser';
    const page = await portal.visit('/portal/needs/new');
    await page.locator('#field-quantity').fill('0');
    await page.getByRole('button', { name: '登记需求' }).click();
    const links = page.locator('.hb-summary a');
    await links.first().waitFor();
    const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')?.slice(1)));
    const onPage = await page.locator('[id^="field-"]').evaluateAll((all) => all.map(({ id }) => id));
    expect(hrefs).toEqual(onPage.filter((id) => hrefs.includes(id)));
    expect(hrefs).toContain('field-who-name');
    await page.getByText('不能小于 1', { exact: true }).waitFor();
    await page.context().close();
  });

  it('an agreement is not signed without the consent of its own', async () => {
    const page = await portal.visit('/portal/awards/award-sign/agreement');
    await page.getByRole('button', { name: '签署协议' }).click();
    await page.locator('.hb-field[data-invalid]').getByText('签署前请先阅读协议并勾选同意').waitFor();
    const signed = () => portal.world.heard.filter(({ name }) => name === 'agreement.signAsGrantee');
    expect(signed()).toEqual([]);
    await page.locator('#field-agreesToSignElectronically').check();
    await page.getByRole('button', { name: '签署协议' }).click();
    await expect
      .poll(signed)
      .toMatchObject([{ body: { agreementHash: 'c5'.repeat(32), agreesToSignElectronically: true } }]);
    await page.context().close();
  });
});

describe('the check before submission', () => {
  const check = (page: Page) => page.getByRole('button', { name: '提交申报' });

  it('says why it cannot be handed in yet, beside a button that waits, and leads to each part', async () => {
    const page = await portal.visit(`${blank}/check`);
    await page.getByText('还有 7 处没有填写，见本页开头').waitFor();
    expect(await check(page).isDisabled()).toBe(true);
    await page.getByRole('link', { name: '填写 项目概况' }).waitFor();
    await page.getByRole('link', { name: '上传 申报书（PDF）' }).waitFor();
  });

  it('names an amount below what the call gives at least before it is sent, here and beside the budget', async () => {
    portal.world.drafts['application-blank'] = {
      services: fullDraft().services,
      budget: {
        content: { lines: [{ heading: 'staff', note: '', amountFen: 100_000 }], matchingFen: 0 },
        version: 1,
        savedAt: fixtureNow(),
      },
    };
    const page = await portal.visit(`${blank}/check`);
    await page.getByText('申请金额：比下限少 ¥49,000.00，请增加后再提交').waitFor();
    await page.goto(`${portal.address}${blank}/sections/budget`);
    const sum = page.locator('.portal-sum[data-wrong]');
    await sum.getByText('比下限少 ¥49,000.00，请增加后再提交').waitFor();
    await sum.getByText('¥168,600.00').waitFor();
  });

  it('lists the cited needs by district, service, group and quantity', async () => {
    const page = await portal.visit('/portal/applications/application-draft/check');
    const row = page.getByRole('row').filter({ hasText: '黄浦区' });
    expect(await row.textContent()).toMatch(/CARE-02.*12/);
  });
});

describe('the proposal', () => {
  it('of another kind is not taken: what is accepted is said, and what was chosen', async () => {
    const page = await portal.visit(`${blank}/proposal`);
    await page.getByText('PDF，不超过 20 MB').waitFor();
    await page
      .locator('#field-proposal')
      .setInputFiles({ name: '申报书.TXT', mimeType: 'text/plain', buffer: Buffer.from('x') });
    await page.getByText('只接受 PDF，您选的是 .txt').waitFor();
  });

  const pdf = { name: '申报书.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 fixture') };

  it('goes to the bucket with its hash, is checked, and is accepted or refused with the reason', async () => {
    portal.world.verdict = 'waiting';
    const page = await portal.visit(`${blank}/proposal`);
    const state = page.locator('.hb-upload-state');
    await page.locator('#field-proposal').setInputFiles(pdf);
    await state.getByText('正在检查文件').waitFor();
    const asked = portal.world.heard.findLast(({ name }) => name === 'documents.request');
    expect(asked?.body).toMatchObject({ ownerId: 'application-blank', kind: 'proposal', bytes: pdf.buffer.length });
    expect(asked?.body).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    portal.world.verdict = { refused: 'notWhatItSays' };
    await page.locator('.hb-error', { hasText: '重新导出' }).waitFor();
    portal.world.verdict = 'clean';
    await page.locator('#field-proposal').setInputFiles(pdf);
    await state.getByText('已通过检查').waitFor();
    await page.context().close();
  });

  it('that did not arrive says so and can be sent again without choosing it again', async () => {
    portal.world.bucketStatus = 403;
    const page = await portal.visit(`${blank}/proposal`);
    await page.locator('#field-proposal').setInputFiles(pdf);
    await page.locator('.hb-error', { hasText: '存储服务没有接受这个文件' }).waitFor();
    portal.world.bucketStatus = 204;
    await page.getByRole('button', { name: '再传一次' }).click();
    await page.locator('.hb-upload-state').getByText('已通过检查').waitFor();
    await page.context().close();
  });
});

const Chunk = z.object({
  file: z.string(),
  imports: z.optional(z.array(z.string())),
  isEntry: z.optional(z.boolean()),
});

it('the home page stands after at most 150 KB, signing in included', async () => {
  const manifest = z.parse(
    z.record(z.string(), Chunk),
    JSON.parse(await readFile(join(portal.outDir, '.vite/manifest.json'), 'utf8')),
  );
  const seen = new Set<string>();
  const walk = (key: string) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const next of manifest[key]?.imports ?? []) walk(next);
  };
  const words = ['words/zh.ts', 'words/portal.zh.ts'];
  const shell = ['index.html', 'shell/gate.tsx', 'client/oidc.ts', 'areas/portal/area.tsx', 'areas/portal/home.tsx'];
  for (const key of [...shell, ...words]) {
    expect(Object.keys(manifest), key).toContain(key);
    walk(key);
  }
  const sizes = await Promise.all(
    [...seen].map(async (key) => gzipSync(await readFile(join(portal.outDir, manifest[key]?.file ?? ''))).length),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(total).toBeLessThanOrEqual(150_000);
  expect(portal.broken).toEqual([]);
});

describe('on a phone', () => {
  it('the row of areas shows where one is, and fades at the edge beyond which it goes on', async () => {
    const page = await portal.visit('/portal/organisation', { width: 375 });
    const here = page.locator('.hb-nav a[aria-current]');
    const { x = -1, width = 999 } = (await here.boundingBox()) ?? {};
    expect(x).toBeGreaterThan(0);
    expect(x + width).toBeLessThanOrEqual(375);
    await page.locator('.hb-nav[data-before]:not([data-after])').waitFor();
    await page.context().close();
  });
});
