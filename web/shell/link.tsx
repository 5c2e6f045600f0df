import type { ComponentPropsWithRef, MouseEvent } from 'react';
import { navigate } from './address.ts';

type Props = Omit<ComponentPropsWithRef<'a'>, 'href'> & { readonly to: string };

const wantsNewWindow = (event: MouseEvent) =>
  event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;

/** A real link (it can be copied and opened in a new window) that does not load the site anew. */
export function Link({ to, onClick, ...rest }: Props) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || wantsNewWindow(event) || rest.target) return;
    event.preventDefault();
    navigate(to);
  };
  return <a href={to} onClick={follow} {...rest} />;
}
