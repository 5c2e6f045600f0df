// biome-ignore lint/correctness/noUnresolvedImports: Biome does not read the entry point of this package.
import type { Adapter, Configuration, ProviderContext, ResourceServerInfo } from 'oidc-provider';
// biome-ignore lint/correctness/noUnresolvedImports: Biome does not read the entry point of this package.
import { errors, Provider } from 'oidc-provider';
import type { AccountStore } from './accounts.ts';
import { pickLocale } from './locale.ts';
import { errorPage, signedOutPage, signOutPage } from './pages.ts';

/** The one client: the web, which can keep no secret. */
export const clientId = 'hubang-web';

const scope = 'openid';
const hourS = 3600;
const dayS = 24 * hourS;

export type IssuerSettings = {
  readonly port: number;
  /** Of the web; the only place that codes are sent to. */
  readonly origin: string;
  readonly audience: string;
  readonly adapter: (model: string) => Adapter;
  readonly signingKey: Readonly<Record<string, unknown>>;
  readonly cookieKey: string;
  readonly accounts: AccountStore;
};

export const issuerAt = (port: number) => `http://127.0.0.1:${port}`;

/** A resource indicator has to be a URI (RFC 8707), an audience need not be one. */
function indicatorOf(audience: string): string {
  return URL.canParse(audience) ? audience : `urn:audience:${encodeURIComponent(audience)}`;
}

/** An access token says only who: no address, no name, no role. */
function resourceServer(audience: string): ResourceServerInfo {
  return { scope, audience, accessTokenTTL: hourS, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } };
}

function cookies(port: number, key: string): Configuration['cookies'] {
  const options = { signed: true, httpOnly: true, sameSite: 'lax', overwrite: true } as const;
  // Browsers do not tell cookies apart by port: two runs side by side must not share names.
  const names = {
    session: `hubang-session-${port}`,
    interaction: `hubang-sign-in-${port}`,
    resume: `hubang-resume-${port}`,
  };
  return { keys: [key], names, long: options, short: options };
}

/** The web is the foundation's own: nobody is asked whether it may know who signs in. */
async function grantFor(provider: Provider, audience: string, { oidc }: ProviderContext) {
  const known = oidc.session.grantIdFor(oidc.client.clientId);
  const existing = known === undefined ? undefined : await provider.Grant.find(known);
  if (existing !== undefined || oidc.session.accountId === undefined) return existing;
  const grant = new provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId });
  grant.addOIDCScope(`${scope} offline_access`);
  grant.addResourceScope(indicatorOf(audience), scope);
  await grant.save();
  return grant;
}

function features({ audience, origin }: IssuerSettings): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    userinfo: { enabled: false },
    revocation: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: async (context, form) => {
        // A valid id token as hint shows that the web itself asked: nobody has to confirm it twice.
        context.body = signOutPage(pickLocale(context), form, context.oidc.entities.IdTokenHint !== undefined);
      },
      postLogoutSuccessSource: async (context) => {
        context.body = signedOutPage(pickLocale(context), origin);
      },
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: async (_context, _client, oneOf) => oneOf ?? indicatorOf(audience),
      useGrantedResource: async () => true,
      getResourceServerInfo: async (_context, resource) => {
        if (resource !== indicatorOf(audience)) throw new errors.InvalidTarget();
        return resourceServer(audience);
      },
    },
  };
}

function client(origin: string) {
  return {
    client_id: clientId,
    client_name: '沪帮 Hubang',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [`${origin}/sign-in/callback`],
    post_logout_redirect_uris: [`${origin}/`],
  };
}

/** The issuer of the local run: code + PKCE for the one public client, access tokens as RS256 JWTs for the API. */
export function createProvider(settings: IssuerSettings): Provider {
  const { port, origin, audience, accounts } = settings;
  const provider: Provider = new Provider(issuerAt(port), {
    adapter: settings.adapter,
    jwks: { keys: [settings.signingKey] },
    clients: [client(origin)],
    cookies: cookies(port, settings.cookieKey),
    scopes: ['openid', 'offline_access'],
    claims: { openid: ['sub'] },
    responseTypes: ['code'],
    clientAuthMethods: ['none'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
    ttl: {
      AccessToken: hourS,
      AuthorizationCode: 60,
      IdToken: hourS,
      Interaction: hourS,
      RefreshToken: 30 * dayS,
      Session: 30 * dayS,
      Grant: 30 * dayS,
    },
    pkce: { required: () => true },
    routes: {
      authorization: '/authorize',
      token: '/token',
      jwks: '/jwks',
      revocation: '/revoke',
      end_session: '/end-session',
    },
    // As in a Cognito user pool: a tab that dies between the answer and its storage stays signed in.
    rotateRefreshToken: false,
    // The web renews by refresh token; there is no third-party cookie or hidden frame to fall back on.
    issueRefreshToken: async () => true,
    clientBasedCORS: (_context, from) => from === origin,
    findAccount: async (_context, sub) =>
      accounts.has(sub) ? { accountId: sub, claims: async () => ({ sub }) } : undefined,
    loadExistingGrant: (context) => grantFor(provider, audience, context),
    renderError: async (context, out) => {
      context.type = 'html';
      context.body = errorPage(pickLocale(context), origin, out['error_description'] ?? out['error'] ?? '');
    },
    formats: {
      customizers: {
        jwt: (_context, _token, { payload }) => {
          payload.aud = [payload.aud].flat();
        },
      },
    },
    interactions: { url: async (_context, { uid }) => `/sign-in/${uid}` },
    features: features(settings),
  });
  return provider;
}

/** An access token like the one that the code flow ends with, for scripts. */
export async function mintAccessToken(provider: Provider, accounts: AccountStore, audience: string, account: string) {
  if (!accounts.has(account)) {
    const known = accounts.list().map((person) => person.account);
    throw new Error(
      `No account '${account}' in the local sign-in. ${known.length === 0 ? 'There is none yet.' : `There are: ${known.join(', ')}.`}`,
    );
  }
  const owner = await provider.Client.find(clientId);
  if (owner === undefined) throw new Error(`The client ${clientId} is not registered.`);
  const token = new provider.AccessToken({ accountId: account, client: owner, gty: 'authorization_code' });
  token.resourceServer = new provider.ResourceServer(indicatorOf(audience), resourceServer(audience));
  token.scope = scope;
  return token.save();
}
