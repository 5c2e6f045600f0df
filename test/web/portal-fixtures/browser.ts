import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import { build } from 'vite';
import { startPortalFixture } from './server.ts';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

type Opening = { readonly width?: number; readonly language?: 'zh' | 'en' };

/** The portal as visitors get it, signed in, in a headless browser. */
export async function openPortal() {
  const outDir = await mkdtemp(join(tmpdir(), 'hubang-portal-'));
  process.env['NODE_ENV'] = 'production';
  const configFile = fileURLToPath(new URL('../../../web/vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const fixture = await startPortalFixture(outDir);
  const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args });
  const user = JSON.stringify({
    ...{ access_token: 'fixture', token_type: 'Bearer', profile: { sub: 'fixture' } },
    expires_at: Math.floor(Date.now() / 1000) + 36_000,
  });

  async function visit(path: string, { width = 1280, language = 'zh' }: Opening = {}) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.addInitScript(
      ([key, value, chosen]) => {
        sessionStorage.setItem(key ?? '', value ?? '');
        localStorage.setItem('hubang.language', chosen ?? '');
      },
      [`hubang.oidc.user:${fixture.address}/issuer:web`, user, language],
    );
    await page.goto(`${fixture.address}${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }
  async function close() {
    await browser.close();
    await fixture.close();
    await rm(outDir, { recursive: true, force: true });
  }
  return { ...fixture, outDir, visit, close };
}
