import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';
import { build, type PreviewServer, preview } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { breakpoints, cssOfTokens, tokens } from '../../web/design/tokens.ts';
import { byPrecision, matchPath, pathTo } from '../../web/shell/address.ts';
import { areaOf, areasFor, mayEnter, ownArea } from '../../web/shell/areas.ts';

const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const channel = (value: number) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const luminance = (hex: string) =>
  [1, 3, 5]
    .map((at) => channel(Number.parseInt(hex.slice(at, at + 2), 16) / 255))
    .reduce((sum, value, index) => sum + value * ([0.2126, 0.7152, 0.0722][index] ?? 0), 0);
const contrast = (a: string, b: string) => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

describe('tokens', () => {
  const { color } = tokens;

  it('the style sheet is the one that the table writes', () => {
    expect(readFileSync(file('web/design/tokens.css'), 'utf8')).toBe(cssOfTokens());
  });

  it('the sheets use the break points of the table and no others', () => {
    const sheets = ['base', 'frame', 'form', 'parts', 'table', 'record'].map((name) =>
      readFileSync(file(`web/design/${name}.css`), 'utf8'),
    );
    const used = sheets.flatMap((sheet) =>
      [...sheet.matchAll(/@media \((?:max|min)-width: (\d+)px\)/g)].map(([, px]) => Number(px)),
    );
    expect(new Set(used)).toEqual(new Set(Object.values(breakpoints)));
  });

  it.each([
    ['ink', 'paper'],
    ['inkSoft', 'sunk'],
    ['inkFaint', 'paper'],
    ['inkFaint', 'sunk'],
    ['teal', 'paper'],
    ['teal', 'tealFaint'],
    ['tealDeep', 'tealFaint'],
    ['onAccent', 'teal'],
    ['amber', 'amberFaint'],
    ['red', 'redFaint'],
    ['red', 'paper'],
    ['green', 'greenFaint'],
  ] as const)('%s on %s can be read (WCAG AA)', (text, ground) => {
    expect(contrast(color[text], color[ground])).toBeGreaterThanOrEqual(4.5);
  });

  it('the edge of a field can be seen', () => {
    expect(contrast(color.lineStrong, color.surface)).toBeGreaterThanOrEqual(3);
  });
});

describe('addresses', () => {
  it('fill the holes of a pattern, decoded, and go back again', () => {
    expect(matchPath('/portal/awards/{awardId}', '/portal/awards/a%2Fb')).toEqual({ awardId: 'a/b' });
    expect(pathTo('/portal/awards/{awardId}', { awardId: 'a/b' })).toBe('/portal/awards/a%2Fb');
  });

  it('refuse what is another path or not decodable', () => {
    for (const path of ['/portal/awards', '/portal/awards/1/2', '/desk/awards/1', '/portal/awards/%E0%A4%A'])
      expect(matchPath('/portal/awards/{awardId}', path), path).toBeUndefined();
  });

  it('prefer the exact pattern', () => {
    const patterns = [{ path: '/calls/{callId}' }, { path: '/calls/new' }].toSorted(byPrecision);
    expect(patterns[0]?.path).toBe('/calls/new');
  });
});

describe('areas', () => {
  it('belong to the first part of the address only', () => {
    expect(['/', '/calls/1', '/portal', '/portal/x', '/portals', '/console/funds'].map(areaOf)).toEqual([
      'public',
      'public',
      'portal',
      'portal',
      'public',
      'console',
    ]);
  });

  it('let nobody in without a role there, and everybody into the public site', () => {
    expect(areasFor(['expert'])).toEqual(['desk']);
    expect(areasFor([])).toEqual(['portal']);
    expect(areasFor(['applicant', 'evaluator'])).toEqual(['portal', 'desk']);
    expect(mayEnter('console', ['applicant', 'expert', 'evaluator', 'adviser'])).toBe(false);
    expect(mayEnter('public', [])).toBe(true);
  });

  it('whoever signs in without having asked for a page comes to where their work is', () => {
    expect(ownArea(['officer'])).toBe('console');
    expect(ownArea(['applicant', 'lead'])).toBe('console');
    expect(ownArea(['expert'])).toBe('desk');
    expect([ownArea(['applicant']), ownArea(['adviser']), ownArea([])]).toEqual(['portal', 'portal', 'portal']);
  });
});

const Finding = z.object({ id: z.string(), impact: z.nullable(z.string()), nodes: z.array(z.string()) });

describe('the gallery in a browser', () => {
  let server: PreviewServer;
  let browser: Browser;
  let outDir: string;
  let address: string;

  beforeAll(async () => {
    outDir = await mkdtemp(join(tmpdir(), 'hubang-web-'));
    const configFile = file('web/vite.config.ts');
    // What visitors get, not what the test runner's mode would make of it.
    process.env['NODE_ENV'] = 'production';
    await build({ configFile, logLevel: 'error', build: { outDir, emptyOutDir: true } });
    server = await preview({
      configFile,
      logLevel: 'error',
      build: { outDir },
      preview: { port: 0, host: '127.0.0.1', strictPort: false },
    });
    address = server.resolvedUrls?.local[0] ?? '';
    // The package's own arguments put everything into one process: closing a page would end the browser.
    const args = [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
    ];
    browser = await playwright.launch({
      executablePath: await chromium.executablePath(),
      args,
    });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(outDir, { recursive: true, force: true });
  });

  it.each([
    [375, 'zh'],
    [1280, 'zh'],
    [375, 'en'],
  ] as const)(
    'at %i px in %s: no sideways scrolling, no serious finding of axe, no error in the console',
    async (width, language) => {
      const page = await browser.newPage({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(`${address}design?lang=${language}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe(language === 'zh' ? 'zh-CN' : 'en');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);

      await page.addScriptTag({ path: file('node_modules/axe-core/axe.min.js') });
      const found = await page.evaluate(
        '(async () => (await axe.run()).violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => html) })))()',
      );
      const serious = z
        .parse(z.array(Finding), found)
        .filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious).toEqual([]);
      expect(errors).toEqual([]);
      await page.close();
    },
  );

  it('the language changes in place, and money typed wrongly says so at its field', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${address}design`);
    const amount = page.locator('#field-amountFen');
    await amount.fill('12.345');
    await amount.blur();
    await page.getByText('最多两位小数').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('at most two decimals').waitFor();
    expect(await amount.getAttribute('aria-invalid')).toBe('true');
    const described = await amount.getAttribute('aria-describedby');
    expect(described?.split(' ')).toHaveLength(2);
    await amount.fill('1,234.5');
    await amount.blur();
    expect(await amount.inputValue()).toBe('1234.50');
    await page.close();
  });

  it('a dialog takes the focus, closes by Escape and gives it back', async () => {
    const page = await browser.newPage();
    await page.goto(`${address}design`);
    const opener = page.getByRole('button', { name: '打开对话框' });
    await opener.click();
    const dialog = page.getByRole('dialog', { name: '确认退回这份申报？' });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.close();
  });

  it('the page carries no inline script, so that a strict policy can hold', async () => {
    const html = await readFile(join(outDir, 'index.html'), 'utf8');
    for (const [, attributes, body] of html.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)) {
      expect(attributes).toContain('src=');
      expect(body).toBe('');
    }
    expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  });
});
