import type { Role } from '#shared/domain/person';
import type { Area } from './screens.tsx';

export type AreaName = 'public' | 'portal' | 'desk' | 'console';

type Entry = {
  /** The first part of its addresses; the public site has what no other area has. */
  readonly prefix: `/${string}`;
  /** Who may enter at all; what they may do there the answers of the API say. Without roles: anyone who is signed in. */
  readonly roles: readonly Role[];
};

export const areas = {
  portal: { prefix: '/portal', roles: [] },
  desk: { prefix: '/desk', roles: ['expert', 'evaluator'] },
  console: {
    prefix: '/console',
    roles: ['officer', 'lead', 'director', 'accountant', 'cashier', 'auditor', 'administrator'],
  },
  public: { prefix: '/', roles: [] },
} as const satisfies Record<AreaName, Entry>;

const order = ['portal', 'desk', 'console'] as const;

export const areaOf = (path: string): AreaName =>
  order.find((name) => path === areas[name].prefix || path.startsWith(`${areas[name].prefix}/`)) ?? 'public';

/** The areas a person has business in. The portal is open to whoever has no other place: one begins there. */
export function areasFor(roles: readonly Role[]): readonly (typeof order)[number][] {
  const found = order.filter((name) => areas[name].roles.some((role) => roles.includes(role)));
  const isApplicant = roles.includes('applicant') || roles.includes('adviser') || found.length === 0;
  return isApplicant ? ['portal', ...found] : found;
}

/** Where one's own work is: staff in the console, reviewers and evaluators at the desk, everybody else in the portal. */
export const ownArea = (roles: readonly Role[]) => areasFor(roles).at(-1) ?? 'portal';

/** The address that leads each person to their own area, for whoever signs in without having asked for a page. */
export const ownAreaPath = '/sign-in/own';

export const mayEnter = (name: AreaName, roles: readonly Role[]) => name === 'public' || areasFor(roles).includes(name);

const files = import.meta.glob<{ readonly area: Area }>('../areas/*/area.tsx');

/** Loads an area; nothing where the area has not been built. */
export async function loadArea(name: AreaName): Promise<Area | undefined> {
  const file = await files[`../areas/${name}/area.tsx`]?.();
  return file?.area;
}
