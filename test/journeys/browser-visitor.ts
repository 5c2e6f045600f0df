import path from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import { onTestFailed } from 'vitest';
import { projectDir } from '#infra/local/template/synth';

const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--disable-quic'],
];
const pictures = path.join(projectDir, 'screens', 'journeys');
const patienceMs = 30_000;

export const launch = async () => playwright.launch({ executablePath: await chromium.executablePath(), args: flags });

/** One person at one browser, with all that went wrong there: on the console, in the network, in scripts. */
export async function visit(browser: Browser, name: string) {
  const context = await browser.newContext({
    ...{ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' },
    ...{ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  const complaints = listen(page);
  let taken = 0;
  onTestFailed(async () => {
    console.error(name, page.url(), complaints);
    await page.screenshot({ path: path.join(pictures, `${name}-failed.png`), fullPage: true });
  });

  /** A picture for people to look at, in the ignored folder. */
  async function picture(title: string, width = 1280) {
    await page.setViewportSize({ width, height: 900 });
    await settled(page);
    taken += 1;
    const file = `${name}-${String(taken).padStart(2, '0')}-${title}-${width}.png`;
    await page.screenshot({ path: path.join(pictures, file), fullPage: true });
    // After a picture of the whole page the scroll position is off until the next change of size: a press would miss.
    await page.setViewportSize({ width: 1281, height: 900 });
    await page.setViewportSize({ width: 1280, height: 900 });
  }

  /** On the page of the sign-in service. */
  const signInAs = (account: string) => page.locator(`button[name=account][value="${account}"]`).click();
  const heading = (text: string | RegExp) => page.getByRole('heading', { level: 1, name: text }).waitFor();
  return { page, complaints, picture, signInAs, heading, leave: () => context.close() };
}
export type Visit = Awaited<ReturnType<typeof visit>>;

/** No place holder stands where content will. */
export const settled = (page: Page) => page.locator('.hb-skeleton').first().waitFor({ state: 'detached' });

/** Violations of the content security policy are errors on the console, too. */
function listen(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`script: ${error}`));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // Whoever leaves a page does not wait for all of it.
    if (why !== 'net::ERR_ABORTED') complaints.push(`${request.method()} ${request.url()}: ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400)
      complaints.push(`${response.request().method()} ${response.url()}: ${response.status()}`);
  });
  return complaints;
}
