import { Drawer } from 'antd';
import { type ReactNode, useState } from 'react';
import { Icon } from '../../design/icon.tsx';
import { Page } from '../../design/layout.tsx';
import { NoPermission } from '../../design/states.tsx';
import { useAddress } from '../../shell/address.ts';
import { Link } from '../../shell/link.tsx';
import { SessionTools } from '../../shell/session-tools.tsx';
import { useCoreWords } from '../../words/core.ts';
import { useMayTry } from './caller.ts';
import { isUnder, useClosed, useConsoleGroups, useConsoleWords } from './console-nav.ts';
import { SearchBox } from './search-box.tsx';

type Item = ReturnType<typeof useConsoleGroups>[number]['items'][number];

const isCurrent = ({ to, exact, also }: Item, path: string) =>
  exact ? path === to : isUnder(to, path) || (also !== undefined && isUnder(also, path));

function SideNav({ onFollow }: { readonly onFollow?: () => void }) {
  const core = useCoreWords();
  const groups = useConsoleGroups();
  const { path } = useAddress();
  return (
    <nav className="hc-nav" aria-label={core.nav.main}>
      {groups.map(({ label, items }) => (
        <div key={label}>
          <p className="hc-nav-group">{label}</p>
          <ul>
            {items.map((item) => (
              <li key={item.to}>
                <Link
                  to={item.to}
                  aria-current={isCurrent(item, path) ? 'page' : undefined}
                  {...(onFollow ? { onClick: onFollow } : {})}
                >
                  {item.label}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

/** The console's own frame: a side bar on a desk, a drawer on a phone. What somebody may not see is not even asked for. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const core = useCoreWords();
  const words = useConsoleWords();
  const maySearch = useMayTry('inbox.read');
  const [open, setOpen] = useState(false);
  const { path } = useAddress();
  const closed = useClosed(path);
  return (
    <div className="hc-frame">
      <a className="hb-skip" href="#main">
        {core.skip}
      </a>
      <header className="hc-header">
        <button type="button" className="hb-tool hc-menu" aria-label={words.menu} onClick={() => setOpen(true)}>
          <Icon name="menu" />
        </button>
        <Link className="hb-brand" to="/console">
          <img src="/mark.svg" width={28} height={28} alt="" />
          {core.product}
          <small>{core.nav.console}</small>
        </Link>
        {maySearch ? <SearchBox /> : null}
        <div className="hb-header-tools">
          <SessionTools area="console" />
        </div>
      </header>
      <aside className="hc-side">
        <SideNav />
      </aside>
      <Drawer open={open} onClose={() => setOpen(false)} placement="left" title={core.nav.console} size={280}>
        <SideNav onFollow={() => setOpen(false)} />
      </Drawer>
      <div className="hc-main">
        {closed ? (
          <main id="main" tabIndex={-1}>
            <Page title={words.nav[closed]}>
              <NoPermission />
            </Page>
          </main>
        ) : (
          children
        )}
      </div>
    </div>
  );
}
