import * as z from 'zod/mini';
import { type Feature, lackOf } from './regions.ts';

const anyUrl = (what: string) => z.url({ protocol: /^https?$/, error: `${what} has to be an http or https address` });
const text = (error: string) => z.string(error).check(z.trim(), z.minLength(1, error));

/** Stages that live on one machine or in a test, where nothing has to be kept and no address is https. */
const passing = ['local', 'test'] as const;
const isPassing = (stage: string) => passing.some((one) => one === stage);

const address = (what: string) => z.email(`${what} has to be an e-mail address`);
const Context = z.object({
  stage: z._default(
    z.string().check(z.regex(/^[a-z][a-z0-9]{0,11}$/, 'stage has to be a short lower-case word, such as dev or prod')),
    'dev',
  ),
  account: z.optional(z.string().check(z.regex(/^\d{12}$/, 'account has to be twelve digits'))),
  region: z
    .string('give one such as cn-north-1')
    .check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'region has to be one such as cn-north-1')),
  origin: z.optional(anyUrl('origin')),
  issuer: z.optional(anyUrl('issuer')),
  audience: z.optional(text('audience is empty')),
  clientId: z.optional(text('clientId is empty')),
  signInPrefix: z.optional(
    z.string().check(z.regex(/^[a-z0-9-]{1,63}$/, 'signInPrefix has to be lower-case letters, digits and hyphens')),
  ),
  documentsOrigin: z.optional(anyUrl('documentsOrigin')),
  mail: z.optional(z.enum(['ses', 'smtp'], 'mail has to be ses or smtp')),
  mailFrom: address('mailFrom'),
  foundationName: text('foundationName is empty: it is the name of party A of every agreement'),
  smtpUrl: z.optional(z.url({ protocol: /^smtps?$/, error: 'smtpUrl has to be an smtp or smtps address' })),
  firstAdministrator: address('firstAdministrator'),
  domain: z.optional(z.string().check(z.regex(/^[a-z0-9.-]+\.[a-z]{2,}$/, 'domain has to be a host name'))),
  certificate: z.optional(text('certificate is empty')),
  alarmsTo: z.optional(address('alarmsTo')),
});
type Context = z.output<typeof Context>;

/** Where people sign in: our own user pool, or an issuer that is there already. */
type Identity =
  | { readonly kind: 'userPool'; readonly prefix: string }
  | { readonly kind: 'issuer'; readonly issuer: string; readonly audience: string; readonly clientId: string };
/** How mail goes out. An SMTP address is known beforehand only on one machine; elsewhere it is put into the secret. */
export type MailPort =
  | { readonly port: 'ses'; readonly from: string }
  | { readonly port: 'smtp'; readonly from: string; readonly url: string | undefined };
/** CloudFront in front of the API, under a domain of the foundation's own. */
export type Edge = { readonly domain: string; readonly certificate: string };

/** Settings that do not fit: its message says all that is wrong, to whoever gave them. */
export class UnfitSettings extends Error {}

/** What a deployment is told. */
export type Settings = {
  readonly stage: string;
  readonly account: string | undefined;
  readonly region: string;
  /** False on one machine and in tests: then data may go with its stack, and nothing asks AWS for anything. */
  readonly isKept: boolean;
  /** The one address at which people open the platform, without a path. */
  readonly origin: string;
  readonly identity: Identity;
  readonly mail: MailPort;
  readonly firstAdministrator: string;
  /** The foundation's full name, as the party of every agreement. */
  readonly foundationName: string;
  /** Where browsers send documents, where that is not the bucket's own address. */
  readonly documentsOrigin: string | undefined;
  readonly edge: Edge | undefined;
  readonly alarmsTo: string | undefined;
};

const ours = new Set(Object.keys(Context.def.shape));
/** CDK's own context: feature flags, look-ups and what its command line adds. */
const isForeign = (key: string) => /[@:/]/.test(key) || key.startsWith('aws-');

/**
 * Reads the CDK context. Throws everything that is wrong with it, each in a sentence that says what to give.
 */
export function settingsOf(context: Readonly<Record<string, unknown>>): Settings {
  const unknown = Object.keys(context).filter((key) => !ours.has(key) && !isForeign(key));
  const parsed = z.safeParse(Context, context);
  const wrong = parsed.success
    ? problemsOf(parsed.data)
    : parsed.error.issues.map(({ path, message }) =>
        context[path.join('.')] === undefined ? `${path.join('.')} is missing: ${message}` : message,
      );
  const problems = [...unknown.map((key) => `${key} is no setting; they are ${[...ours].join(', ')}`), ...wrong];
  if (!parsed.success || problems.length > 0)
    throw new UnfitSettings(
      `The settings do not fit (give them with -c name=value, or as context in cdk.json):\n${problems
        .map((problem) => `- ${problem}.`)
        .join('\n')}`,
    );
  return settled(parsed.data);
}

const portOf = ({ mail, region }: Context) => mail ?? (lackOf(region, 'ses') ? 'smtp' : 'ses');

type Rule = readonly [isBroken: (context: Context) => boolean, says: (context: Context) => string];

const because = (region: string, feature: Feature) => {
  const lack = lackOf(region, feature);
  return lack ? ` In ${region}: ${lack.says} (${lack.source}, ${lack.asOf})` : '';
};

const rules: readonly Rule[] = [
  [
    ({ origin, domain }) => origin === undefined && domain === undefined,
    () => 'origin is missing: give the https address at which people open the platform',
  ],
  [
    ({ origin, domain }) => origin !== undefined && domain !== undefined && origin !== `https://${domain}`,
    ({ origin, domain }) => `origin is ${origin}, but with this domain people open https://${domain}: leave origin out`,
  ],
  [
    ({ origin }) => origin !== undefined && new URL(origin).origin !== origin,
    () => 'origin has to be scheme, host and port alone, without a path or a slash at its end',
  ],
  [
    ({ issuer, audience, clientId }) => issuer !== undefined && (audience === undefined || clientId === undefined),
    () => 'issuer needs audience (of its access tokens) and clientId (of the web) beside it',
  ],
  [
    ({ issuer, audience, clientId }) => issuer === undefined && (audience !== undefined || clientId !== undefined),
    () => 'audience and clientId belong to an issuer: give it too, or leave all three out for a Cognito user pool',
  ],
  [
    ({ issuer, region }) => issuer === undefined && lackOf(region, 'userPools') !== undefined,
    ({ region }) => `issuer is missing.${because(region, 'userPools')}: give issuer, audience and clientId`,
  ],
  [
    ({ stage, issuer }) => issuer === undefined && isPassing(stage),
    ({ stage }) => `issuer is missing: the stage ${stage} has no user pool`,
  ],
  [
    (context) => context.mail === 'ses' && !isPassing(context.stage) && lackOf(context.region, 'ses') !== undefined,
    ({ region }) => `mail cannot be ses.${because(region, 'ses')}`,
  ],
  [
    ({ smtpUrl, stage }) => smtpUrl !== undefined && !isPassing(stage),
    () => 'smtpUrl holds a password, which would be readable in the template: put it into the secret after deploying',
  ],
  [(context) => context.smtpUrl !== undefined && portOf(context) !== 'smtp', () => 'smtpUrl needs mail=smtp beside it'],
  [
    ({ domain, certificate }) => (domain === undefined) !== (certificate === undefined),
    () => 'domain and certificate belong together: give both for CloudFront, or neither',
  ],
  [
    ({ certificate, region }) =>
      certificate?.startsWith('arn:') === true && lackOf(region, 'certificateManagerForCloudFront') !== undefined,
    ({ region }) =>
      `certificate has to be the id of one uploaded to IAM.${because(region, 'certificateManagerForCloudFront')}`,
  ],
  ...(['origin', 'issuer', 'documentsOrigin'] as const).map(
    (name): Rule => [
      ({ stage, [name]: url }) => !isPassing(stage) && url?.startsWith('http:') === true,
      ({ stage }) => `${name} has to be an https address in the stage ${stage}`,
    ],
  ),
];

const problemsOf = (context: Context): readonly string[] =>
  rules.flatMap(([isBroken, says]) => (isBroken(context) ? [says(context)] : []));

function settled(context: Context): Settings {
  const { stage, domain, certificate, issuer, audience, clientId } = context;
  return {
    stage,
    account: context.account,
    region: context.region,
    isKept: !isPassing(stage),
    origin: context.origin ?? `https://${domain}`,
    identity:
      issuer !== undefined && audience !== undefined && clientId !== undefined
        ? { kind: 'issuer', issuer, audience, clientId }
        : { kind: 'userPool', prefix: context.signInPrefix ?? `hubang-${stage}` },
    mail:
      portOf(context) === 'ses'
        ? { port: 'ses', from: context.mailFrom }
        : { port: 'smtp', from: context.mailFrom, url: context.smtpUrl },
    firstAdministrator: context.firstAdministrator,
    foundationName: context.foundationName,
    documentsOrigin: context.documentsOrigin,
    edge: domain !== undefined && certificate !== undefined ? { domain, certificate } : undefined,
    alarmsTo: context.alarmsTo,
  };
}
