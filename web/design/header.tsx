import type { ReactNode } from 'react';
import { useAddress } from '../shell/address.ts';
import { Link } from '../shell/link.tsx';
import { useCoreWords } from '../words/core.ts';
import { setLanguage, useLanguage } from '../words/language.ts';

export type NavItem = {
  readonly to: string;
  readonly label: string;
  /** Only this very page, not those below it. */
  readonly exact?: boolean;
};

const isCurrent = ({ to, exact }: NavItem, path: string) => path === to || (!exact && path.startsWith(`${to}/`));

export function LanguageSwitch() {
  const words = useCoreWords();
  const other = useLanguage() === 'zh' ? 'en' : 'zh';
  return (
    <button
      type="button"
      className="hb-tool"
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      aria-label={words.otherLanguageLabel}
      onClick={() => void setLanguage(other)}
    >
      {words.otherLanguage}
    </button>
  );
}

export type HeaderProps = {
  /** The area, beside the name of the product. */
  readonly area?: string;
  readonly homeTo: string;
  readonly nav: readonly NavItem[];
  /** Who is signed in, and the way in or out. */
  readonly session?: ReactNode;
};

export function Header({ area, homeTo, nav, session }: HeaderProps) {
  const words = useCoreWords();
  const { path } = useAddress();
  return (
    <header className="hb-header">
      <div className="hb-width">
        <div className="hb-header-row">
          <Link className="hb-brand" to={homeTo}>
            <img src="/mark.svg" width={32} height={32} alt="" />
            {words.product}
            <small>{area ?? words.subtitle}</small>
          </Link>
          <div className="hb-header-tools">
            <LanguageSwitch />
            {session}
          </div>
        </div>
        {nav.length > 0 ? (
          <nav className="hb-nav" aria-label={words.nav.main}>
            {nav.map((item) => (
              <Link key={item.to} to={item.to} aria-current={isCurrent(item, path) ? 'page' : undefined}>
                {item.label}
              </Link>
            ))}
          </nav>
        ) : null}
      </div>
    </header>
  );
}

export function Footer() {
  const words = useCoreWords();
  return (
    <footer className="hb-footer">
      <div className="hb-width">
        <span>{words.foundation}</span>
        <span>{words.footerNote}</span>
      </div>
    </footer>
  );
}
