import { type ReactNode, useEffect, useRef } from 'react';
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

/** Whether something of the row lies beyond one of its edges: it fades there. */
function markEdges(row: HTMLElement) {
  row.toggleAttribute('data-before', row.scrollLeft > 1);
  row.toggleAttribute('data-after', row.scrollLeft + row.clientWidth < row.scrollWidth - 1);
}

/** On a phone the row scrolls sideways: it begins with the current page in its middle. */
function Nav({ items }: { readonly items: readonly NavItem[] }) {
  const words = useCoreWords();
  const { path } = useAddress();
  const row = useRef<HTMLElement>(null);
  const current = items.find((item) => isCurrent(item, path))?.to;
  useEffect(() => {
    const nav = row.current;
    if (!nav) return;
    const link = nav.querySelector<HTMLElement>(`[href="${current}"]`);
    if (link) nav.scrollLeft = link.offsetLeft - (nav.clientWidth - link.offsetWidth) / 2;
    const watch = new ResizeObserver(() => markEdges(nav));
    watch.observe(nav);
    return () => watch.disconnect();
  }, [current]);
  return (
    <nav
      className="hb-nav"
      aria-label={words.nav.main}
      ref={row}
      onScroll={({ currentTarget }) => markEdges(currentTarget)}
    >
      {items.map((item) => (
        <Link key={item.to} to={item.to} aria-current={item.to === current ? 'page' : undefined}>
          {item.label}
        </Link>
      ))}
    </nav>
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
        {nav.length > 0 ? <Nav items={nav} /> : null}
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
        <Link to="/enter">{words.accounts}</Link>
        <span>{words.footerNote}</span>
      </div>
    </footer>
  );
}
