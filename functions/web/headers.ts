/** Origins beside our own that the browser may talk to: those of the issuer, of its sign-in pages, and of the documents. */
export type Origins = { readonly issuer: string; readonly signIn: string; readonly documents: string };

/**
 * Addresses whose page may hold the console: its component library writes style elements while it runs. The page where
 * people come back from signing in goes on to the console without being loaded anew.
 */
const writesStyles = /^\/(console|sign-in)(\/|$)/;

/** No inline script anywhere, and no inline style but in the console; nobody frames us. */
function contentSecurityPolicy(path: string, { issuer, signIn, documents }: Origins) {
  const others = [...new Set([issuer, signIn, documents].map((url) => new URL(url).origin))];
  const directives = {
    'default-src': ["'self'"],
    'script-src': ["'self'"],
    'style-src': writesStyles.test(path) ? ["'self'", "'unsafe-inline'"] : ["'self'"],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'", ...others],
    'form-action': ["'self'", new URL(documents).origin],
    'frame-ancestors': ["'none'"],
    'frame-src': ["'none'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
}

/** What every answer carries, whatever it is. */
export const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
} as const;

export const pageHeaders = (path: string, origins: Origins) => ({
  ...securityHeaders,
  'content-security-policy': contentSecurityPolicy(path, origins),
});
