import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { CallPlan } from '#shared/domain/call';
import { LedgerEntry } from '#shared/domain/fund';
import { Instant } from '#shared/kernel/instant';
import { draftOf, planOf } from '../../web/areas/console/call-draft.ts';
import { standingOf } from '../../web/areas/console/call-standing.tsx';
import { clausesOf } from '../../web/areas/console/clauses.ts';
import { linesOf } from '../../web/areas/console/fund-lines.ts';
import { firstFilled } from '../../web/areas/console/phase-strip.tsx';
import { pathOfRecord } from '../../web/areas/console/record-path.ts';
import { storyRows } from '../../web/areas/console/story-rows.ts';
import { targetText } from '../../web/areas/console/target-text.ts';
import { applications, calls, organisations } from './console-records.ts';
import { serveConsole, sessionOf } from './console-server.ts';

const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const entry = (kind: string, from: string, to: string, fen: number) => ({
  ...{ entryId: `entry-${kind}`, fundId: 'fund-1', kind, v: 1, cause: 'FUND#fund-1', by: 'person-1' },
  ...{ at: '2026-03-01T02:00:00.000Z', lines: [from, to].map((account, at) => ({ account, fen: at ? fen : -fen })) },
});
const entries = z.parse(z.array(LedgerEntry), [
  entry('donation', 'received', 'available', 720_000_000),
  entry('reservation', 'available', 'reserved', 15_000_000),
]);

describe('what the console makes of records', () => {
  it('a call that is opened to be amended and saved unchanged is the same call', () => {
    for (const call of calls) {
      const { callId, number, phase, ...plan } = call;
      expect(z.parse(CallPlan, planOf(draftOf(call)))).toEqual(plan);
    }
  });

  it('each kind of task leads to the page where it is done', () => {
    expect(pathOfRecord('APPLICATION#application-1')).toBe('/console/applications/application-1');
    expect(pathOfRecord('INSTALMENT#award-1#2')).toBe('/console/awards/award-1?tab=money');
    expect(pathOfRecord('EVALUATION#award-1#midTerm')).toBe('/console/awards/award-1/evaluations/midTerm');
    expect(pathOfRecord('NEED#need-1', '310104')).toBe('/console/needs?district=310104');
  });

  it('a call stands where the clock has it, not where its last command left it', () => {
    const call = { phase: 'published', opensAt: Instant.parse('2026-03-01T00:00:00.000Z') } as const;
    const closing = { ...call, closesAt: Instant.parse('2026-03-31T16:00:00.000Z') };
    expect(standingOf(closing, '2026-02-01T00:00:00.000Z')).toBe('upcoming');
    expect(standingOf(closing, '2026-03-15T00:00:00.000Z')).toBe('open');
    expect(standingOf(closing, '2026-03-31T16:00:00.000Z')).toBe('closed');
    expect(standingOf({ ...closing, phase: 'draft' }, '2027-01-01T00:00:00.000Z')).toBe('draft');
  });

  it('a page of phases opens with one’s own work, or else with the first that has any', () => {
    const entry = (id: string, rows?: number) => ({ id, rows });
    expect(firstFilled([entry('due', 2), entry('approved', 1)], 'approved')).toBe('approved');
    expect(firstFilled([entry('due', 0), entry('approved', 0), entry('confirmed', 7)], 'approved')).toBe('confirmed');
    expect(firstFilled([entry('due'), entry('approved', 0)], 'approved')).toBeUndefined();
    expect(firstFilled([entry('due', 0), entry('approved', 0)], 'approved')).toBe('approved');
  });

  it('a story tells once what one person did to several parts at the same time, the newest first', () => {
    const entry = (sequence: number, type: string, record: string, at: string) => ({
      ...{ sequence, type, record, at: `2026-03-0${at}T02:00:00.000Z`, by: 'person-1', name: '沈国强' },
    });
    const rows = storyRows([
      entry(1, 'InstalmentPlanned', 'INSTALMENT#a#1', '1'),
      entry(1, 'InstalmentPlanned', 'INSTALMENT#a#2', '1'),
      entry(2, 'InstalmentOpened', 'INSTALMENT#a#1', '2'),
    ]);
    expect(rows.map(({ type, records }) => [type, records.length])).toEqual([
      ['InstalmentOpened', 1],
      ['InstalmentPlanned', 2],
    ]);
  });

  it('a fund’s entries come newest first, each with the balance that it left', () => {
    const lines = linesOf(entries, true);
    expect(lines.map(({ kind, availableFen }) => [kind, availableFen])).toEqual([
      ['reservation', 705_000_000],
      ['donation', 720_000_000],
    ]);
    expect(linesOf(entries, false)[0]?.availableFen).toBeUndefined();
  });

  it('the catalogue’s shorthand for groups is written out', () => {
    expect(targetText('TG02 分散供养特困;TG01,TG03 有需求者')).toBe(
      '特困人员（分散供养特困）；最低生活保障对象、低保边缘家庭（有需求者）',
    );
    expect(targetText('TG01-02家庭')).toBe('最低生活保障对象、特困人员（家庭）');
    expect(targetText('独居老人')).toBe('独居老人');
  });

  it('an agreement is set in its clauses, without a word lost', () => {
    const text = '资助协议\n编号：XY-1\n三、拨付：第1期 50%；第2期 50%。';
    expect(clausesOf(text)).toEqual([
      { heading: '资助协议', lines: [] },
      { lines: ['编号：XY-1'] },
      { heading: '三、拨付', lines: ['第1期 50%；', '第2期 50%。'] },
    ]);
  });
});

describe('the console in a browser', () => {
  let server: Server;
  let origin: string;
  let browser: Browser;
  let outDir: string;

  beforeAll(async () => {
    outDir = await mkdtemp(join(tmpdir(), 'hubang-console-'));
    // What staff get, not what the test runner's mode would make of it.
    process.env['NODE_ENV'] = 'production';
    await build({ configFile: file('web/vite.config.ts'), logLevel: 'error', build: { outDir, emptyOutDir: true } });
    ({ server, origin } = await serveConsole(outDir));
    // The package's own arguments put everything into one process: closing a page would end the browser.
    const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'];
    browser = await playwright.launch({ executablePath: await chromium.executablePath(), args });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await new Promise((resolve) => server?.close(resolve));
    await rm(outDir, { recursive: true, force: true });
  });

  async function open(role: string, path: string, width = 1280): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    const { key, value } = sessionOf(origin, role);
    await page.addInitScript(([name, user]) => sessionStorage.setItem(name ?? '', user ?? ''), [key, value]);
    await page.goto(`${origin}${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }

  it('a reason left out is refused at its field; given, the record moves on and offers what comes next', async () => {
    const page = await open('officer', '/console/applications/application-1');
    await page.getByRole('button', { name: '通过资格审查' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '通过资格审查' }).click();
    const reason = dialog.locator('#field-reason');
    await expect.poll(() => reason.getAttribute('aria-invalid')).toBe('true');
    await reason.fill('材料齐全');
    await dialog.getByRole('button', { name: '通过资格审查' }).click();
    await page.getByRole('button', { name: '分配评审专家' }).waitFor();
    expect(await page.locator('.hb-page-title .hb-badge').textContent()).toBe('资格通过');
    expect(await page.getByRole('button', { name: '不予通过' }).count()).toBe(0);
    await page.close();
  });

  it('a record that somebody else has moved on is not overwritten: it is offered anew', async () => {
    const id = 'application-x1';
    const page = await open('officer', `/console/applications/${id}`);
    await page.getByRole('button', { name: '不予通过' }).click();
    await page.getByRole('dialog').locator('#field-reason').fill('材料不齐');
    const other = await fetch(`${origin}/api/applications/${id}/admission`, {
      method: 'POST',
      headers: { authorization: 'Bearer lead', 'if-match': '"3"' },
      body: JSON.stringify({ admitted: true, reason: '通过' }),
    });
    expect(other.status).toBe(200);
    await page.getByRole('dialog').getByRole('button', { name: '不予通过' }).click();
    await page.getByText('记录已被他人更新').waitFor();
    await page.getByRole('button', { name: '重新加载最新内容' }).click();
    await page.getByRole('button', { name: '分配评审专家' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.close();
  });

  it('a conflict of interest is refused at the expert whom it is about', async () => {
    const page = await open('officer', '/console/applications/application-2');
    await page.getByRole('button', { name: '分配评审专家' }).click();
    await page.getByLabel('专家甲').check();
    await page.getByRole('dialog').getByRole('button', { name: '分配评审专家' }).click();
    await page.getByLabel(/专家甲.*利益冲突/).waitFor();
    await page.close();
  });

  it('a list brings every page, and is filtered and searched in the browser', async () => {
    const page = await open('officer', '/console/calls/call-care/applications');
    await page.getByText(`共 ${applications.length} 条`).waitFor();
    const refused = applications.filter(({ phase }) => phase === 'refused').length;
    await page.getByLabel('状态').first().selectOption('refused');
    await page.getByText(`找到 ${refused} 条`).waitFor();
    await page.getByRole('searchbox', { name: '搜索' }).fill('没有这样的项目');
    await page.getByText('没有符合条件的内容').waitFor();
    await page.close();
  });

  it('a number typed into the header opens its record, and a name lists what begins so', async () => {
    const page = await open('officer', '/console');
    const box = page.getByRole('searchbox', { name: '查找记录' });
    await box.fill('HBHZ-2026-care');
    await box.press('Enter');
    await expect.poll(() => new URL(page.url()).pathname).toBe('/console/calls/call-care');
    await expect.poll(() => box.inputValue()).toBe('');
    await box.fill('上海');
    await box.press('Enter');
    const found = page.getByText(`找到 ${organisations.length} 条`);
    await found.waitFor();
    await page.keyboard.press('Escape');
    await found.waitFor({ state: 'detached' });
    await box.fill('没有');
    await box.press('Enter');
    await page.getByText('没有找到').waitFor();
    await page.close();
  });

  it('a day of another year is refused at its list; a year replaced shows who did it and why', async () => {
    const page = await open('administrator', '/console/calendar?year=2027');
    await page.locator('#field-off').fill('2027-02-06\n2026-02-07');
    await page.locator('#field-reason').fill('国务院办公厅通知');
    await page.getByRole('button', { name: '替换全年安排' }).click();
    await page.getByText('“2026-02-07”不是 2027 年的日期').first().waitFor();
    await page.locator('#field-off').fill('2027-02-06、2027-02-07');
    await page.getByRole('button', { name: '替换全年安排' }).click();
    await page.getByText('系统管理员于').waitFor();
    expect(await page.locator('.hb-card').first().textContent()).toContain('国务院办公厅通知');
    await page.close();
  });

  it('the director decides on what the experts gave, on the amounts and on what is left in the fund', async () => {
    const page = await open('director', '/console/applications/application-5?tab=reviews');
    await page.getByRole('table', { name: '评分明细' }).waitFor();
    await page.getByRole('button', { name: '确认立项' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/确认后剩余/).waitFor();
    for (const text of ['申请金额', '占申请金额', '建议人', '合格线'])
      expect(await dialog.textContent()).toContain(text);
    expect(await page.getByRole('link', { name: '第三方评估' }).count()).toBe(1);
    await page.close();
  });

  it('a page that is not somebody’s asks for nothing before it says so', async () => {
    const page = await open('cashier', '/console');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    for (const path of ['/console/people', '/console/needs']) {
      await page.goto(`${origin}${path}`);
      await page.getByText('您没有查看此页的权限').waitFor();
    }
    expect(asked.filter((url) => /\/api\/(people|waiting-needs|organisations)/.test(url))).toEqual([]);
    await page.close();
  });

  it('who may not list evaluations is told so, and gets no link there', async () => {
    const page = await open('cashier', '/console/evaluations');
    await page.getByText('您没有查看此页的权限').waitFor();
    expect(await page.getByRole('link', { name: '第三方评估' }).count()).toBe(0);
    await page.close();
  });

  it('reached by a link from a page that bars styles written while running, it gets its own policy', async () => {
    const page = await open('lead', '/console');
    await page.goto(`${origin}/design`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate(() => {
      history.pushState(null, '', '/console/calls');
      dispatchEvent(new PopStateEvent('popstate'));
    });
    await page.getByRole('table').waitFor();
    const written = await page.evaluate(
      () => [...document.querySelectorAll('style')].filter(({ sheet }) => sheet).length,
    );
    expect(written).toBeGreaterThan(0);
    await page.close();
  });

  const Findings = z.array(z.object({ id: z.string(), impact: z.nullable(z.string()) }));

  it.each([
    ['lead', '/console', 375],
    ['officer', '/console/calls/call-care/applications', 375],
    ['director', '/console/applications/application-5?tab=decision', 375],
    ['accountant', '/console/payments', 1280],
    ['administrator', '/console/calendar?year=2028', 375],
  ] as const)('%s at %s, %i px: no sideways scrolling, no serious finding of axe', async (role, path, width) => {
    const page = await open(role, path, width);
    await expect.poll(() => page.locator('.hb-skeleton').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.evaluate(await readFile(file('node_modules/axe-core/axe.min.js'), 'utf8'));
    const found = await page.evaluate(
      '(async () => (await axe.run()).violations.map(({ id, impact }) => ({ id, impact })))()',
    );
    const serious = z.parse(Findings, found).filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious).toEqual([]);
    await page.close();
  });
});
