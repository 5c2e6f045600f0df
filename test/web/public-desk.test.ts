import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { districts, targetGroups } from '#shared/domain/reference';
import { words as en } from '../../web/words/public.en.ts';
import { words as zh } from '../../web/words/public.zh.ts';
import { deskAnswers, deskRecords } from './desk-fixture.ts';
import { openBrowser, openSite, signedIn } from './public-desk-site.ts';
import { signIn } from './public-fixture.ts';

let site: Awaited<ReturnType<typeof openSite>>;
let browser: Browser;
let desk = deskRecords();
let context: BrowserContext;
let page: Page;
let errors: string[];

beforeAll(async () => {
  [site, browser] = await Promise.all([openSite(() => deskAnswers(desk)), openBrowser()]);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await site?.close();
});
beforeEach(async () => {
  desk = deskRecords();
  errors = [];
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
});
afterEach(async () => {
  await context.close();
  expect(errors).toEqual([]);
});

/** A screen is there when its heading is, and nothing of it is still coming. */
async function settled() {
  await page.locator('main h1').waitFor();
  await page.locator('.hb-skeleton').waitFor({ state: 'detached' });
}
async function open(path: string) {
  await page.goto(`${site.address}${path}`);
  await settled();
}
const axeFile = fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url));
const Findings = z.array(z.object({ id: z.string(), impact: z.nullable(z.string()) }));

async function seriousFindings() {
  await page.addScriptTag({ path: axeFile });
  const found = await page.evaluate(
    '(async () => (await axe.run()).violations.map(({ id, impact }) => ({ id, impact })))()',
  );
  return z.parse(Findings, found).filter(({ impact }) => impact === 'serious' || impact === 'critical');
}

/** What the first visit costs, whatever of it is asked for late. */
async function scriptKilobytes() {
  const names = z.parse(
    z.array(z.string()),
    await page.evaluate('performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname)'),
  );
  const scripts = await Promise.all(
    names.filter((name) => name.endsWith('.js')).map((name) => readFile(join(site.outDir, name))),
  );
  return scripts.reduce((sum, script) => sum + gzipSync(script).length, 0) / 1000;
}

describe('words of the public site', () => {
  it('name districts and target groups as the reference tables do', () => {
    for (const [words, language] of [[zh, 'zh'] as const, [en, 'en'] as const]) {
      const named = (table: Readonly<Record<string, { readonly zh: string; readonly en: string }>>) =>
        Object.fromEntries(Object.entries(table).map(([code, name]) => [code, name[language]]));
      expect(words.districts).toEqual(named(districts));
      expect(words.targetGroups).toEqual(named(targetGroups));
    }
  });
});

describe('the public site', () => {
  it('a first visit loads at most 100 KB of scripts, and no schema library', async () => {
    await open('/');
    await page.waitForLoadState('networkidle');
    expect(await scriptKilobytes()).toBeLessThanOrEqual(100);
    const names = z.parse(
      z.array(z.string()),
      await page.evaluate('performance.getEntriesByType("resource").map(({ name }) => name)'),
    );
    expect(names.filter((name) => /schemas|reads|routes/.test(name))).toEqual([]);
  });

  it('every figure has its period, and open calls their deadline', async () => {
    await open('/');
    await page.getByText('自平台启用起，截至').waitFor();
    expect(await page.locator('.pub-call time').count()).toBe(2);
    await page.getByText('示例数据和规则由平台提供，非基金会正式规定。').waitFor();
  });

  it('a call shows all its rules and leads to signing in for this very call', async () => {
    await open('/calls/call-care');
    for (const text of ['R1', '合格线 70 分', '7 个自然日', '协议双方签署后', '刚性支出困难家庭'])
      await page.getByText(text).first().waitFor();
    expect(await page.getByRole('link', { name: '登录并申报' }).getAttribute('href')).toBe(
      '/sign-in?to=/portal/calls/call-care',
    );
    await open('/calls/call-micro');
    await page.getByText('申报已于').waitFor();
    expect(await page.getByRole('link', { name: '登录并申报' }).count()).toBe(0);
  });

  it('notices can be narrowed to one call, and what is on notice says how to object', async () => {
    await open('/notices');
    await expect.poll(() => page.locator('tbody tr').count()).toBe(3);
    await page.getByText('怎样提出异议').waitFor();
    await page.getByLabel('按招募筛选').selectOption('call-fast');
    expect(await page.locator('tbody tr').count()).toBe(1);
    expect(page.url()).toContain('call=call-fast');
  });

  it('needs are counts, by district and service', async () => {
    await open('/needs?district=310101');
    await page.getByLabel('黄浦区的需求，按服务项目').waitFor();
    const text = await page.locator('main').textContent();
    expect(text).not.toMatch(/need-|街道|姓名/);
  });

  it('what does not exist, or an API that fails, is said in words', async () => {
    await open('/calls/call-none');
    await page.getByText('记录不存在，或您无权查看').waitFor();
    await page.route('**/api/public/service-items', (route) => route.fulfill({ status: 500, body: 'oh' }));
    await open('/services');
    await page.getByRole('button', { name: '重试' }).waitFor();
  });

  it.each([
    [375, 'zh', '/'],
    [1280, 'en', '/'],
    [1280, 'zh', '/needs'],
    [375, 'zh', '/services'],
  ] as const)(
    'at %i px in %s, %s scrolls down only and has no serious finding of axe',
    async (width, language, path) => {
      await page.setViewportSize({ width, height: 900 });
      await open(`${path}?lang=${language}`);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await seriousFindings()).toEqual([]);
    },
  );
});

describe('the desk', () => {
  beforeEach(() => signedIn(context, signIn));

  it('a first visit loads at most 150 KB of scripts', async () => {
    await open('/desk');
    await page.waitForLoadState('networkidle');
    expect(await scriptKilobytes()).toBeLessThanOrEqual(150);
  });

  it('shows who applies before conflicts are declared, and the proposal only after', async () => {
    await open('/desk/reviews/application-new');
    await page.getByText('上海示例甲社会工作服务中心').waitFor();
    expect(await page.getByText('项目概况').count()).toBe(0);
    await page.getByRole('button', { name: '接受评审' }).click();
    expect(desk.reviews[0]?.state.phase).toBe('assigned');
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: '接受评审' }).click();
    await page.getByRole('heading', { name: '项目概况' }).waitFor();
    expect(desk.reviews[0]?.state.phase).toBe('accepted');
  });

  it('stepping aside takes a reason', async () => {
    await open('/desk/reviews/application-new');
    await page.getByRole('button', { name: '申请回避' }).click();
    await page.getByRole('button', { name: '确认回避' }).click();
    await page.getByText('请填写此项').waitFor();
    await page.getByLabel('回避理由').fill('近三年为该机构提供过督导');
    await page.getByRole('button', { name: '确认回避' }).click();
    await page.getByRole('heading', { name: '您已回避这份评审' }).waitFor();
  });

  it('keeps typed scores over a reload, asks for reasons at their field, and locks what was submitted', async () => {
    await open('/desk/reviews/application-open');
    const scores = page.locator('input[name$=".score"]');
    const maxima = [20, 20, 12, 15, 15, 8, 6, 4];
    for (const [index, max] of maxima.entries()) await scores.nth(index).fill(String(max * 0.75));
    await scores.nth(0).fill('3');
    await page.getByText('总分 63 / 100 分').waitFor();
    await page.reload();
    await page.getByText('已评 8 / 8 项').waitFor();
    await page.getByLabel('总体意见').fill('建议立项');
    await page.getByRole('button', { name: '提交评分' }).click();
    const reason = page.locator('#field-lines-0-reason');
    expect(await reason.getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await reason.fill('没有需求台账');
    await page.getByRole('button', { name: '提交评分' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '提交评分' }).click();
    await page.getByText('评分已锁定，仅供查阅。').waitFor();
    expect(desk.reviews[1]?.state).toMatchObject({ phase: 'submitted', total: 63, opinion: '建议立项' });
    expect(await page.evaluate('Object.keys(localStorage).filter((key) => key.startsWith("hubang.review"))')).toEqual(
      [],
    );
  });

  it('an evaluation adds up its dimensions, shows the grade, and wants evidence for each mark', async () => {
    await open('/desk/evaluations/award-1/closeOut');
    const marks = page.locator('input[name$=".score"]');
    expect(await marks.count()).toBe(15);
    for (const [index, max] of [8, 6, 6].entries()) await marks.nth(index).fill(String(max));
    await page.getByText('20 / 20 分').waitFor();
    await page.getByText('低于本次评估的合格线 60 分').waitFor();
    await page.getByRole('button', { name: '提交评估' }).click();
    // Three want their evidence and twelve everything: one sentence for all of them, and one for the opinion.
    await page.locator('.hb-summary li').getByText('还有 15 项未评').waitFor();
    expect(await page.locator('.hb-summary li').count()).toBe(2);
    expect(await page.locator('#field-marks-0-evidence').getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('#field-marks-0-score').getAttribute('aria-invalid')).toBeNull();
    expect(await page.locator('#field-marks-5-score').getAttribute('aria-invalid')).toBe('true');
  });

  it('a record that is not theirs is unknown, and a document is handed out by a link', async () => {
    await open('/desk/reviews/application-none');
    await page.getByText('记录不存在，或您无权查看').waitFor();
    await open('/desk/reviews/application-open');
    await page.getByRole('button', { name: /^下载/ }).click();
    await expect.poll(() => desk.downloads).toEqual(['document-1']);
  });

  it.each([
    [375, 'zh', '/desk/reviews/application-open'],
    [1280, 'zh', '/desk/reviews/application-done'],
    [1280, 'en', '/desk/evaluations/award-1/closeOut'],
  ] as const)(
    'at %i px in %s, %s scrolls down only and has no serious finding of axe',
    async (width, language, path) => {
      await page.setViewportSize({ width, height: 900 });
      await open(`${path}?lang=${language}`);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await seriousFindings()).toEqual([]);
    },
  );
});
