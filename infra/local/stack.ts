import path from 'node:path';
import { createClock } from './clock.ts';
import { credentialsFor } from './credentials.ts';
import { deployFolders } from './deployments.ts';
import { openDoor } from './door.ts';
import type { Clock, Meter, Place, Resource } from './engine.ts';
import { openEngines } from './engines.ts';
import { createFaults, type Faults } from './faults.ts';
import { openGateway } from './gateway/gateway.ts';
import { type Identity, openIdentity } from './identity/identity.ts';
import { clientId } from './identity/provider.ts';
import { takeLock, withLock } from './lock.ts';
import type { Mailbox } from './mail/mailbox.ts';
import { openMailbox } from './mail/mailbox-page.ts';
import { createMeter } from './meter.ts';
import { choosePorts, type Ports } from './ports.ts';
import { loadTemplate } from './template/load.ts';
import { buildWeb, projectDir, synth } from './template/synth.ts';

export type StackSettings = {
  /** Holds everything that outlives the run. */
  readonly stateDir: string;
  /** Of the HTTP API; 0 takes the one of the last run or a free one. */
  readonly port: number;
  /** Where the synthesised template goes; inside the state folder when absent. */
  readonly outDir?: string;
  /** Epoch milliseconds at which the clock of a new state folder begins; now when absent. */
  readonly startAt?: number;
  /** Makes injected faults repeatable. */
  readonly faultSeed?: number;
  /** Another CDK app, relative to the project, and what it is made from. */
  readonly app?: { readonly file: string; readonly sources: readonly string[] };
  readonly onProgress?: (step: string) => void;
};

export type RunningStack = {
  readonly url: string;
  readonly doorUrl: string;
  readonly issuer: string;
  readonly mailboxUrl: string;
  readonly clock: Clock;
  readonly meter: Meter;
  readonly faults: Faults;
  readonly identity: Identity;
  readonly mailbox: Mailbox;
  readonly place: Place;
  readonly resources: readonly Resource[];
  /** How often recurring schedules run at most, in milliseconds; 0 is as the template says. */
  readonly pace: (ms: number) => void;
  readonly close: () => Promise<void>;
};

/** Where the run pretends to be: a partition that is not the default one shows every place that takes it for granted. */
const whereabouts = { region: 'cn-north-1', account: '000000000000', partition: 'aws-cn' } as const;
const audience = 'hubang';
/** Who is linked at the first sign-in and then invites the others. */
export const firstAdministrator = 'administrator@hubang.example.org';
const quietMs = 5000;

export class StateFolderInUse extends Error {}

/** Starts what the synthesised template says on this machine. Throws, with everything closed again, when it cannot. */
export async function startStack(settings: StackSettings): Promise<RunningStack> {
  // Functions of AWS live in UTC, and engines that print times in this process are to agree with them.
  process.env['TZ'] = 'UTC';
  const closers: (() => void | Promise<void>)[] = [];
  const onClose = (close: () => void | Promise<void>) => void closers.push(close);
  const close = async () => {
    for (let next = closers.pop(); next; next = closers.pop()) await next();
  };
  try {
    return { ...(await open(settings, onClose)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(settings: StackSettings, onClose: (close: () => void | Promise<void>) => void) {
  const { stateDir, startAt, faultSeed = 1, onProgress = () => undefined } = settings;
  const lock = takeLock(stateDir, 'run');
  if (!lock)
    throw new StateFolderInUse(
      `Another run uses the state folder ${stateDir}. End it, or choose another folder: HUBANG_STATE=.hubang-2 npm start`,
    );
  onClose(lock.release);
  const ports = await choosePorts(stateDir, settings.port);
  const addresses = addressesOf(ports);
  onProgress('template');
  const outDir = await synthesise(settings, addresses);

  onProgress('engines');
  const clock = createClock(stateDir, startAt === undefined ? {} : { startAt });
  const place: Place = { stateDir, ...whereabouts, clock };
  const meter = createMeter();
  const faults = createFaults(faultSeed);
  const credentials = credentialsFor(stateDir);
  const template = loadTemplate(outDir, place, addresses);
  const engines = await openEngines({ place, template, credentials, meter, doorUrl: addresses.doorUrl }, onClose);
  const { authorize, behindDoor, invoke, mayInvoke } = engines;
  const { region } = place;
  const door = await openDoor({
    port: ports.door,
    engines: behindDoor,
    credentials,
    authorize,
    faults,
    clock,
    region,
  });
  onClose(door.close);
  const { mailbox } = engines;
  const mailboxPage = await openMailbox({ port: ports.mailbox, mailbox, clock });
  onClose(mailboxPage.close);
  const identity = await openIdentity({ place, port: ports.issuer, origin: addresses.apiUrl, audience });
  onClose(identity.close);
  onProgress('web');
  deployFolders(template.resources, template.assetAt, engines.s3);
  await engines.start();
  // Functions that work on what came in before the close still need the door and the tables.
  onClose(() => quiet(clock));
  const gateway = await openGateway({
    port: ports.api,
    place,
    resources: template.resources,
    invoke,
    mayInvoke,
    meter,
  });
  onClose(gateway.close);
  return {
    url: gateway.url,
    doorUrl: door.url,
    issuer: identity.issuer,
    mailboxUrl: addresses.mailboxUrl,
    clock,
    meter,
    faults,
    identity,
    mailbox,
    place,
    resources: template.resources,
    pace: engines.pace,
  };
}

const at = (port: number) => `http://127.0.0.1:${port}`;
const addressesOf = (ports: Ports) => ({
  apiUrl: at(ports.api),
  doorUrl: at(ports.door),
  issuer: at(ports.issuer),
  mailboxUrl: at(ports.mailbox),
});

async function synthesise(
  { stateDir, outDir = path.join(stateDir, 'cdk.out'), app }: StackSettings,
  { apiUrl, doorUrl, issuer }: ReturnType<typeof addressesOf>,
): Promise<string> {
  const context = {
    stage: 'local',
    region: whereabouts.region,
    account: whereabouts.account,
    issuer,
    audience,
    clientId,
    origin: apiUrl,
    documentsOrigin: doorUrl,
    mail: 'ses',
    mailFrom: 'noreply@hubang.example.org',
    foundationName: '示例慈善基金会（演示）',
    firstAdministrator,
  };
  // Two builds at once would write the same folders.
  await withLock(path.join(projectDir, 'dist'), 'build', async () => {
    if (!app) await buildWeb();
    await synth({ outDir, context, ...(app && { app: app.file, sources: app.sources }) });
  });
  return outDir;
}

/** Waits for work under way, but not for work that never ends. */
const quiet = (clock: Clock) =>
  Promise.race([clock.quiet(), new Promise<void>((resolve) => setTimeout(resolve, quietMs).unref())]);
