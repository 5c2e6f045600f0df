/** The part of oidc-provider 9 that the local issuer uses; the package ships no types. */
// biome-ignore lint/correctness/noUnresolvedImports: Biome does not read the entry point of this package.
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export type Context = {
    readonly req: IncomingMessage;
    readonly res: ServerResponse;
    readonly method: string;
    readonly path: string;
    readonly query: Readonly<Record<string, string | readonly string[] | undefined>>;
    status: number;
    type: string;
    body: unknown;
    readonly response: { get(name: string): string | readonly string[] | undefined };
    readonly cookies: {
      get(name: string, options?: { readonly signed: boolean }): string | undefined;
      set(name: string, value: string, options: CookieOptions): void;
    };
    set(name: string, value: string | readonly string[]): void;
    get(name: string): string;
    redirect(url: string): void;
  };

  export type ProviderContext = Context & {
    readonly oidc: {
      readonly session: { readonly accountId: string | undefined; grantIdFor(clientId: string): string | undefined };
      readonly client: Client;
      readonly entities: { readonly IdTokenHint?: unknown };
    };
  };

  export type CookieOptions = {
    readonly signed: boolean;
    readonly httpOnly: boolean;
    readonly sameSite: 'lax' | 'strict';
    readonly overwrite: boolean;
    readonly path?: string;
  };

  export type Client = { readonly clientId: string };

  export type ResourceServerInfo = {
    readonly scope: string;
    readonly audience: string;
    readonly accessTokenTTL: number;
    readonly accessTokenFormat: 'jwt';
    readonly jwt: { readonly sign: { readonly alg: 'RS256' } };
  };

  export type Adapter = {
    upsert(id: string, payload: Readonly<Record<string, unknown>>, expiresIn?: number): Promise<void>;
    find(id: string): Promise<Record<string, unknown> | undefined>;
    findByUid(uid: string): Promise<Record<string, unknown> | undefined>;
    findByUserCode(userCode: string): Promise<Record<string, unknown> | undefined>;
    consume(id: string): Promise<void>;
    destroy(id: string): Promise<void>;
    revokeByGrantId(grantId: string): Promise<void>;
  };

  export type Account = {
    readonly accountId: string;
    claims(): Promise<{ readonly sub: string }>;
  };

  export type Configuration = {
    readonly adapter: (model: string) => Adapter;
    readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
    readonly clients: readonly Readonly<Record<string, unknown>>[];
    readonly cookies: {
      readonly keys: readonly string[];
      readonly names: { readonly session: string; readonly interaction: string; readonly resume: string };
      readonly long: CookieOptions;
      readonly short: CookieOptions;
    };
    readonly scopes: readonly string[];
    readonly claims: Readonly<Record<string, readonly string[]>>;
    readonly responseTypes: readonly string[];
    readonly clientAuthMethods: readonly string[];
    readonly enabledJWA: Readonly<Record<string, readonly string[]>>;
    readonly ttl: Readonly<Record<string, number>>;
    readonly pkce: { readonly required: () => boolean };
    readonly routes: Readonly<Record<string, string>>;
    readonly rotateRefreshToken: boolean;
    readonly issueRefreshToken: (context: ProviderContext, client: Client) => Promise<boolean>;
    readonly clientBasedCORS: (context: ProviderContext, origin: string) => boolean;
    readonly findAccount: (context: ProviderContext, sub: string) => Promise<Account | undefined>;
    readonly loadExistingGrant: (context: ProviderContext) => Promise<Grant | undefined>;
    readonly renderError: (context: Context, out: Readonly<Record<string, string>>) => Promise<void>;
    readonly formats: {
      readonly customizers: {
        readonly jwt: (
          context: unknown,
          token: unknown,
          parts: { readonly payload: { aud: string | readonly string[] } },
        ) => void;
      };
    };
    readonly interactions: {
      readonly url: (context: ProviderContext, interaction: { readonly uid: string }) => Promise<string>;
    };
    readonly features: {
      readonly devInteractions: { readonly enabled: boolean };
      readonly dPoP: { readonly enabled: boolean };
      readonly pushedAuthorizationRequests: { readonly enabled: boolean };
      readonly userinfo: { readonly enabled: boolean };
      readonly revocation: { readonly enabled: boolean };
      readonly rpInitiatedLogout: {
        readonly enabled: boolean;
        readonly logoutSource: (context: ProviderContext, form: string) => Promise<void>;
        readonly postLogoutSuccessSource: (context: ProviderContext) => Promise<void>;
      };
      readonly resourceIndicators: {
        readonly enabled: boolean;
        readonly defaultResource: (
          context: ProviderContext,
          client: Client,
          oneOf: readonly string[] | undefined,
        ) => Promise<string | readonly string[]>;
        readonly useGrantedResource: () => Promise<boolean>;
        readonly getResourceServerInfo: (context: ProviderContext, resource: string) => Promise<ResourceServerInfo>;
      };
    };
  };

  export class ResourceServer {
    constructor(identifier: string, info: ResourceServerInfo);
  }

  export class Grant {
    constructor(input: { readonly accountId: string; readonly clientId: string });
    addOIDCScope(scope: string): void;
    addResourceScope(resource: string, scope: string): void;
    save(): Promise<string>;
  }

  export class AccessToken {
    constructor(input: { readonly accountId: string; readonly client: Client; readonly gty: string });
    resourceServer: ResourceServer;
    scope: string;
    save(): Promise<string>;
  }

  export type Interaction = {
    readonly prompt: { readonly name: string };
    readonly params: Readonly<Record<string, unknown>>;
  };

  export class Provider {
    constructor(issuer: string, configuration: Configuration);
    readonly Client: { find(clientId: string): Promise<Client | undefined> };
    readonly Grant: typeof Grant & { find(id: string): Promise<Grant | undefined> };
    readonly AccessToken: typeof AccessToken;
    readonly ResourceServer: typeof ResourceServer;
    use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): void;
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    on(event: 'server_error', listener: (context: Context, error: Error) => void): void;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    interactionResult(
      request: IncomingMessage,
      response: ServerResponse,
      result: { readonly login: { readonly accountId: string; readonly remember: boolean } },
    ): Promise<string>;
  }

  export const errors: {
    readonly InvalidTarget: new (message?: string) => Error;
    readonly SessionNotFound: new (message?: string) => Error;
  };
}
