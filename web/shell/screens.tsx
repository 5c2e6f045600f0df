import { type ComponentType, createElement, lazy, type ReactNode } from 'react';
import type { Role } from '#shared/domain/person';
import type { NavItem } from '../design/header.tsx';
import { byPrecision, matchPath, type PathParams } from './address.ts';

export type ScreenProps<Path extends string = '/'> = { readonly params: PathParams<Path> };

/** One address of an area and how to show it; nothing of it is loaded before it is visited. */
export type Screen = { readonly path: string; readonly show: (path: string) => ReactNode | undefined };

type Load<Path extends string> = () => Promise<{ readonly Screen: ComponentType<ScreenProps<Path>> }>;

/** `screen('/portal/awards/{awardId}', () => import('./award.tsx'))`, where the file exports `Screen`. */
export function screen<const Path extends `/${string}`>(path: Path, load: Load<Path>): Screen {
  const Lazy: ComponentType<ScreenProps<Path>> = lazy(async () => ({ default: (await load()).Screen }));
  return {
    path,
    show: (address) => {
      const params = matchPath(path, address);
      return params && createElement(Lazy, { params, key: address });
    },
  };
}

/** What a file `areas/<area>/area.tsx` exports as `area`. */
export type Area = {
  readonly screens: readonly Screen[];
  /** The header's navigation: a hook, because its words are the area's. */
  readonly useNav: () => readonly NavItem[];
  /** Which of its addresses are for whom, where not everybody in the area has business with all of them. */
  readonly mayShow?: (path: string, roles: readonly Role[]) => boolean;
  /** What all screens of the area stand in, such as `ReadsProvider`; the console puts antd around too. */
  readonly Around?: ComponentType<{ readonly children: ReactNode }>;
  /** Instead of header and footer, such as the console's with a side bar; `children` is the main part of the page. */
  readonly Frame?: ComponentType<{ readonly children: ReactNode }>;
};

/** The screen of the area for this address; the most exact pattern wins. */
export function screenFor({ screens }: Pick<Area, 'screens'>, address: string): ReactNode | undefined {
  for (const { show } of screens.toSorted(byPrecision)) {
    const found = show(address);
    if (found !== undefined) return found;
  }
  return undefined;
}
