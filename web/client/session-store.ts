/** Our name for what the sign-in library keeps in this tab. */
export const storePrefix = 'hubang.oidc.';

/** Tells, without loading the library, that someone signed in here. Storage may be forbidden: then nobody did. */
export function holdsUser(): boolean {
  try {
    return Object.keys(globalThis.sessionStorage ?? {}).some((key) => key.startsWith(`${storePrefix}user:`));
  } catch {
    return false;
  }
}
