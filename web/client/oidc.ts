import { UserManager, WebStorageStateStore } from 'oidc-client-ts';
import * as z from 'zod/mini';
import { currentLanguage, languageTags } from '../words/language.ts';
import { publicCall } from './public-call.ts';
import { storePrefix } from './session-store.ts';

const State = z.object({ returnTo: z.string().check(z.regex(/^\/(?!\/)/)) });

async function createManager() {
  const config = await publicCall('config');
  if (!config.ok) throw new Error(`The sign-in configuration answered ${config.problem.code}`);
  const { issuer, clientId, audience, scope } = config.value;
  // RFC 8707: a resource is an absolute URI. Where the audience is the client itself, none is asked for.
  const resource = URL.canParse(audience) ? { resource: audience, extraTokenParams: { resource: audience } } : {};
  return new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${location.origin}/sign-in/callback`,
    post_logout_redirect_uri: `${location.origin}/`,
    response_type: 'code',
    scope,
    ...resource,
    // Tokens end with the tab; a second tab signs in again by the issuer's own cookie.
    userStore: new WebStorageStateStore({ store: sessionStorage, prefix: storePrefix }),
    stateStore: new WebStorageStateStore({ store: sessionStorage, prefix: storePrefix }),
    automaticSilentRenew: false,
    loadUserInfo: false,
    monitorSession: false,
  });
}

let managing: Promise<UserManager> | undefined;
function manager() {
  managing ??= createManager();
  // An outage at the first try must not last for as long as the page.
  managing.catch(() => {
    managing = undefined;
  });
  return managing;
}

const earlySeconds = 60;

let renewing: Promise<boolean> | undefined;

/** By the refresh token; whoever asks meanwhile waits for the same renewal, since a refresh token may serve only once. */
export function renewed(): Promise<boolean> {
  renewing ??= tryRenewal().finally(() => {
    renewing = undefined;
  });
  return renewing;
}

async function tryRenewal() {
  const users = await manager();
  const user = await users.getUser();
  if (!user?.refresh_token) return false;
  try {
    return Boolean(await users.signinSilent());
  } catch {
    return false;
  }
}

export async function accessToken(): Promise<string | undefined> {
  const users = await manager();
  const user = await users.getUser();
  if (!user) return undefined;
  if ((user.expires_in ?? 0) > earlySeconds) return user.access_token;
  return (await renewed()) ? (await users.getUser())?.access_token : user.access_token;
}

export async function leaveForSignIn(returnTo: string) {
  const users = await manager();
  await users.signinRedirect({ state: { returnTo }, ui_locales: languageTags[currentLanguage()] });
}

/** Only a path of this site is gone back to: the state has been outside. */
export async function returnFromSignIn(): Promise<string> {
  const users = await manager();
  const user = await users.signinRedirectCallback();
  const { data } = z.safeParse(State, user.state);
  return data?.returnTo ?? '/';
}

export async function leaveForSignOut() {
  const users = await manager();
  const { end_session_endpoint: endpoint } = await users.metadataService.getMetadata();
  if (endpoint) return users.signoutRedirect();
  await users.removeUser();
  location.assign('/');
}
