import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { inboxRoutes } from '#shared/contracts/routes/inbox';
import { Refusal } from '../../client/loaded.tsx';
import { useList } from '../../client/reads.tsx';
import { Icon } from '../../design/icon.tsx';
import { More } from '../../design/more.tsx';
import { navigate } from '../../shell/address.ts';
import { Link } from '../../shell/link.tsx';
import { useConsoleWords } from './console-nav.ts';
import { pathOfRecord } from './record-path.ts';

const perPage = 20;

/** What was found; the only one that there is opens by itself. */
function Results({ q, onLeave }: { readonly q: string; readonly onLeave: () => void }) {
  const words = useConsoleWords().search;
  const found = useList(inboxRoutes.lookup, q, (cursor) => [{ query: { q, limit: perPage, cursor } }]);
  const items =
    found.state === 'ready'
      ? found.items.map((item) => ({ ...item, to: pathOfRecord(`${item.kind.toUpperCase()}#${item.id}`) }))
      : [];
  const only = found.state === 'ready' && items.length === 1 && !found.hasMore ? items[0]?.to : undefined;
  useEffect(() => {
    if (only === undefined) return;
    navigate(only);
    onLeave();
  }, [only, onLeave]);
  if (found.state === 'refused') return <Refusal problem={found.problem} retry={found.retry} />;
  if (found.state === 'loading' || only !== undefined) return <p role="status">{words.looking}</p>;
  return (
    <>
      <p role="status">{items.length === 0 ? words.none : words.found(items.length)}</p>
      <ul>
        {items.map(({ kind, id, title, number, to }) => (
          <li key={id}>
            <Link to={to} onClick={onLeave}>
              {title}
              <span className="hc-sub">
                {words.kinds[kind]} {number}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {found.hasMore ? <More shown={items.length} hasMore loading={found.loadingMore} onMore={found.loadMore} /> : null}
    </>
  );
}

/** Jumps to a record by its number, its credit code, or the beginning of an organisation's name. */
export function SearchBox() {
  const words = useConsoleWords().search;
  const [text, setText] = useState('');
  const [q, setQ] = useState('');
  const leave = useCallback(() => {
    setText('');
    setQ('');
  }, []);
  const ask = (event: FormEvent) => {
    event.preventDefault();
    setQ(text.trim());
  };
  return (
    <search className="hc-search" onKeyDown={({ key }) => key === 'Escape' && setQ('')}>
      <form onSubmit={ask}>
        <Icon name="search" />
        <input
          type="search"
          className="hb-input"
          aria-label={words.label}
          placeholder={words.hint}
          maxLength={120}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      </form>
      {q === '' ? null : (
        <div className="hc-found">
          <Results q={q} onLeave={leave} />
        </div>
      )}
    </search>
  );
}
