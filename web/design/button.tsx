import type { ComponentProps, ReactNode } from 'react';
import { Link } from '../shell/link.tsx';

type Look = {
  /** One primary button on a page; `danger` for what cannot be undone. */
  readonly kind?: 'primary' | 'plain' | 'danger';
  readonly children: ReactNode;
};

export type ButtonProps = Omit<ComponentProps<'button'>, 'className' | 'children'> & Look & { readonly busy?: boolean };

/** While busy it keeps its place and focus, and further presses do nothing. */
export function Button({ kind, busy = false, type = 'button', onClick, children, ...rest }: ButtonProps) {
  return (
    <button
      type={busy ? 'button' : type}
      className="hb-button"
      data-kind={kind}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? undefined : onClick}
      {...rest}
    >
      {children}
    </button>
  );
}

export type LinkButtonProps = Look & { readonly to: string };

export const LinkButton = ({ kind, to, children }: LinkButtonProps) => (
  <Link className="hb-button" data-kind={kind} to={to}>
    {children}
  </Link>
);
