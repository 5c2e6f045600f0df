import { globSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import chromium from '@sparticuz/chromium';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import * as z from 'zod/mini';
import { readRunFile, stateDirOf } from '#infra/local/run-file';
import { projectDir } from '#infra/local/template/synth';
import { askRun, stop } from './ask-run.ts';

/**
 * `npm run screens [area]`: a picture of every screen of a running `npm start`, at both widths and in both languages, in the
 * ignored folder `screens/`. Looks for what scrolls sideways and for serious findings of axe; exits with 1 if there are any.
 */

const widths = [375, 1280] as const;
const patienceMs = 30_000;
const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--disable-quic'],
];
const outDir = path.join(projectDir, 'screens');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Area = 'public' | 'portal' | 'desk' | 'console';
type Screen = { readonly area: Area; readonly path: string };
/** A record as some list answers with it. */
type Found = Readonly<Record<string, unknown>>;
type Visit = Screen & { readonly account: string | undefined; readonly address: string };

/** The console speaks Chinese alone. */
const languagesOf = { public: ['zh', 'en'], portal: ['zh', 'en'], desk: ['zh', 'en'], console: ['zh'] } as const;
/** Who may be shown a screen, the first who has all that its address asks for; the longest beginning counts. */
const viewers: Readonly<Record<string, RegExp>> = {
  '/': /^$/,
  '/portal': /^applicant-/,
  '/portal/needs': /^adviser/,
  '/desk': /^expert/,
  '/desk/evaluations': /^evaluator/,
  '/console': /^lead/,
  '/console/calls/new': /^officer/,
  '/console/payments': /^accountant/,
  '/console/people': /^admin/,
  '/console/calendar': /^admin/,
};
/** Where records are found that an address can name. */
const sources: Readonly<Record<Area, readonly string[]>> = {
  public: ['/public/calls'],
  portal: ['/me/awards', '/me/applications', '/public/calls'],
  desk: ['/me/reviews', '/me/evaluations'],
  console: [
    ...['submitted', 'reported', 'assigned', 'confirmed'].map((phase) => `/evaluations?phase=${phase}`),
    ...['/awards', '/calls', '/funds', '/organisations', '/public/service-items'],
  ],
};
/** Lists below a record that was found: drafts with what they lack, evaluations of an award, applications of a call. */
const below: Readonly<Record<Area, (record: Found) => readonly string[]>> = {
  public: () => [],
  desk: () => [],
  portal: ({ awardId, applicationId, number, phase }) => [
    ...(awardId && number ? [`/awards/${awardId}/evaluations`] : []),
    ...(applicationId && phase === 'draft' ? [`/applications/${applicationId}`] : []),
  ],
  console: ({ callId, number, phase }) =>
    callId && number && phase !== 'draft' ? [`/calls/${callId}/applications`] : [],
};
/** Which record shows most of a screen, by its phase: the first that there is. */
const best: readonly (readonly [screen: RegExp, phases: readonly string[]])[] = [
  [/\/(sections|proposal|check)/, ['draft']],
  [/\/receipt$|^\/portal\/applications\/\{applicationId\}$/, ['inNotice', 'awarded', 'inReview', 'submitted']],
  [/\/records\/new$/, ['inDelivery']],
  [/\/reports\/\{stage\}$/, ['awaitingReport', 'confirmed', 'reported']],
  [/^\/portal\/awards\/\{awardId\}/, ['inDelivery', 'granteeSigned', 'awaitingSignatures', 'closed']],
  [/^\/desk\/reviews\/\{applicationId\}$/, ['accepted', 'submitted', 'assigned']],
  [/^\/desk\/evaluations\/\{awardId\}/, ['assigned', 'submitted', 'confirmed']],
  [/^\/console\/applications\/\{applicationId\}$/, ['proposed', 'reviewed', 'inNotice', 'awarded']],
  [/^\/console\/awards\/\{awardId\}$/, ['inDelivery', 'closed']],
  [/^\/console\/awards\/\{awardId\}\/evaluations/, ['submitted', 'confirmed', 'assigned', 'reported']],
];

const run = readRunFile(stateDirOf(process.env));
if (!run) stop('Hubang is not running here. Start it with npm start; HUBANG_STATE names another state folder.');
const { url } = run;
const stateDir = stateDirOf(process.env);

const ScreenTable = z.union([
  z.array(z.looseObject({ path: z.string() })),
  z.record(z.string(), z.looseObject({ path: z.string() })),
]);
const AreaName = z.enum(['public', 'portal', 'desk', 'console']);

/** The table of each area is read as data, since the tools know nothing of the web's code. */
async function screensOf(only: string | undefined): Promise<readonly Screen[]> {
  const found: Screen[] = [];
  for (const file of globSync('web/areas/*/screens.ts', { cwd: projectDir }).toSorted()) {
    const area = AreaName.parse(path.basename(path.dirname(file)));
    if (only !== undefined && only !== area) continue;
    const exported: object = await import(pathToFileURL(path.join(projectDir, file)).href);
    for (const table of Object.values(exported))
      found.push(...Object.values(ScreenTable.parse(table)).map((screen) => ({ area, path: screen.path })));
  }
  return found;
}

async function tokenOf(account: string): Promise<string> {
  const answer = await askRun(stateDir, 'POST', '/token', { person: account });
  return z.parse(z.object({ accessToken: z.string() }), answer).accessToken;
}

/** Every record that a person is answered with, however deep it lies, flat enough to find ids in. */
function recordsIn(value: unknown): readonly Found[] {
  if (Array.isArray(value)) return value.flatMap(recordsIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = { ...value, ...('state' in value && typeof value.state === 'object' ? value.state : {}) };
  return [own, ...Object.values(value).flatMap(recordsIn)];
}

const kept = new Map<string, Promise<readonly Found[]>>();
function recordsFor(area: Area, account: string | undefined) {
  const key = `${area} ${account}`;
  const found = kept.get(key) ?? fetchRecords(area, account);
  kept.set(key, found);
  return found;
}

async function fetchRecords(area: Area, account: string | undefined) {
  const headers = account === undefined ? {} : { authorization: `Bearer ${await tokenOf(account)}` };
  const ask = async (source: string) => {
    const answer = await fetch(`${url}/api${source}`, { headers });
    return answer.ok ? recordsIn(await answer.json()) : [];
  };
  const first = (await Promise.all(sources[area].map(ask))).flat();
  const more = new Set(first.flatMap(below[area]));
  return [...(await Promise.all([...more].map(ask))).flat(), ...first];
}

const lacks = ({ missing }: Found) => (Array.isArray(missing) ? missing.length : 0);

/** The address with its holes filled from the best record of this person, and how good that one is: 0 is best. */
async function addressFor(screen: Screen, account: string | undefined) {
  const holes = [...screen.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (holes.length === 0) return { rank: 0, address: screen.path };
  const given = holes.filter((name) => name !== 'section');
  const phases = best.find(([at]) => at.test(screen.path))?.[1];
  const rankOf = (record: Found) => (phases ? phases.indexOf(`${record['phase'] ?? ''}`) : 0);
  const fits = (record: Found) => given.every((name) => typeof record[name] === 'string') && rankOf(record) >= 0;
  const [record] = (await recordsFor(screen.area, account))
    .filter(fits)
    .toSorted((a, b) => rankOf(a) - rankOf(b) || lacks(a) - lacks(b));
  if (!record) return undefined;
  const address = screen.path.replace(/\{(\w+)\}/g, (_, name: string) => `${record[name] ?? 'budget'}`);
  return { rank: rankOf(record), address };
}

async function visitOf(screen: Screen, accounts: readonly string[]): Promise<Visit | undefined> {
  const [, pattern = /^$/] =
    Object.entries(viewers)
      .filter(([beginning]) => screen.path.startsWith(beginning))
      .toSorted(([a], [b]) => b.length - a.length)[0] ?? [];
  const candidates = screen.area === 'public' ? [undefined] : accounts.filter((account) => pattern.test(account));
  const found = await Promise.all(
    candidates.map(async (account) => ({ account, at: await addressFor(screen, account) })),
  );
  const visits = found.flatMap(({ account, at }) => (at ? [{ ...screen, account, ...at }] : []));
  return visits.toSorted((a, b) => a.rank - b.rank)[0];
}

const pages = new Map<string, Promise<Page>>();
/** One tab for each person, who signs in once, through the pages of the issuer. */
function pageOf(browser: Browser, account: string | undefined): Promise<Page> {
  const found = pages.get(account ?? '') ?? openPage(browser, account);
  pages.set(account ?? '', found);
  return found;
}

async function openPage(browser: Browser, account: string | undefined) {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  if (account === undefined) return page;
  await page.goto(`${url}/sign-in?to=/portal`);
  await page.locator(`button[name=account][value="${account}"]`).click();
  // The page moves on by itself from the callback, without loading anew.
  await page.waitForURL(`${url}/portal`, { waitUntil: 'commit' });
  return page;
}

const Violations = z.array(
  z.object({ id: z.string(), impact: z.nullable(z.string()), nodes: z.array(z.object({ target: z.unknown() })) }),
);

async function findingsOn(page: Page): Promise<readonly string[]> {
  const wide = z.parse(
    z.int(),
    await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  );
  await page.evaluate(axe);
  const violations = Violations.parse(await page.evaluate('axe.run().then(({ violations }) => violations)'));
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return [
    ...(wide > 0 ? [`scrolls ${wide} px sideways`] : []),
    ...serious.map(
      ({ id, impact, nodes }) => `${impact}: ${id} at ${JSON.stringify(nodes[0]?.target)} (${nodes.length})`,
    ),
  ];
}

async function look(page: Page, visit: Visit, width: number, language: string): Promise<readonly string[]> {
  await page.setViewportSize({ width, height: 900 });
  const mark = visit.address.includes('?') ? '&' : '?';
  await page.goto(`${url}${visit.address}${mark}lang=${language}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForLoadState('networkidle');
  const name =
    visit.path
      .replaceAll(/[{}]/g, '')
      .replaceAll(/[^\w-]+/g, '-')
      .replace(/^-|-$/g, '') || 'home';
  await page.screenshot({ path: path.join(outDir, `${visit.area}-${name}-${width}-${language}.png`), fullPage: true });
  return findingsOn(page);
}

const { positionals } = parseArgs({ allowPositionals: true });
const People = z.array(z.object({ account: z.string() }));
const accounts = People.parse(await askRun(stateDir, 'GET', '/people')).map(({ account }) => account);
const screens = await screensOf(positionals[0]);
if (screens.length === 0) stop(`No area is called ${positionals[0]}.`);
mkdirSync(outDir, { recursive: true });
const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: flags });
let [pictures, problems] = [0, 0];
for (const screen of screens) {
  const visit = await visitOf(screen, accounts);
  if (!visit) {
    problems += 1;
    console.log(`FAIL ${screen.path}: nobody in this run has a record for it`);
    continue;
  }
  const page = await pageOf(browser, visit.account);
  for (const width of widths)
    for (const language of languagesOf[screen.area]) {
      const findings = await look(page, visit, width, language).catch((error: unknown) => [
        `did not come up: ${String(error).split('\n')[0]}`,
      ]);
      pictures += 1;
      problems += findings.length;
      for (const finding of findings) console.log(`FAIL ${visit.address}, ${width} px, ${language}: ${finding}`);
    }
}
await browser.close();
console.log(`${screens.length} screens, ${pictures} pictures in screens/, ${problems} findings.`);
process.exit(problems > 0 ? 1 : 0);
