import { type CSSProperties, type ReactNode, useEffect, useId, useRef } from 'react';
import { Link } from '../shell/link.tsx';
import { useCoreWords } from '../words/core.ts';

export type Crumb = { readonly label: string; readonly to: string };

export type PageProps = {
  readonly title: string;
  /** Beside the title: the phase of the record. */
  readonly badge?: ReactNode;
  readonly lead?: ReactNode;
  /** The way here, without the page itself. */
  readonly crumbs?: readonly Crumb[];
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

/** One screen: sets the document's title, and moves the reading position to its heading when it appears. */
export function Page({ title, badge, lead, crumbs = [], actions, children }: PageProps) {
  const words = useCoreWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = words.titleOf(title);
  }, [title, words]);
  useEffect(() => {
    const isFirstPage = document.activeElement === document.body && history.length <= 1;
    if (!isFirstPage) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className="hb-width hb-page">
      {crumbs.length > 0 ? (
        <nav className="hb-crumbs" aria-label={words.nav.crumbs}>
          <ol>
            {crumbs.map(({ label, to }) => (
              <li key={to}>
                <Link to={to}>{label}</Link>
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
      <div className="hb-page-head">
        <div>
          <div className="hb-page-title">
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {badge}
          </div>
          {lead ? <p className="hb-lead">{lead}</p> : null}
        </div>
        {actions ? <div className="hb-row hb-no-print">{actions}</div> : null}
      </div>
      {children}
    </div>
  );
}

type Children = { readonly children: ReactNode };

export const Stack = ({ gap, children }: Children & { readonly gap?: 'wide' }) => (
  <div className="hb-stack" data-gap={gap}>
    {children}
  </div>
);

export const Row = ({ children }: Children) => <div className="hb-row">{children}</div>;

/** As many columns as fit, each at least `min` wide. */
export const Grid = ({ min, children }: Children & { readonly min?: string }) => {
  const style: CSSProperties & { '--grid-min'?: string } = min ? { '--grid-min': min } : {};
  return (
    <div className="hb-grid" style={style}>
      {children}
    </div>
  );
};

/** Main matter and what belongs beside it; `half` for two equal columns, such as a proposal beside its rubric. */
export const Beside = ({ split, children }: Children & { readonly split?: 'half' }) => (
  <div className="hb-beside" data-split={split}>
    {children}
  </div>
);

export type CardProps = Children & { readonly title?: string; readonly actions?: ReactNode };

export function Card({ title, actions, children }: CardProps) {
  const id = useId();
  if (!title) return <div className="hb-card">{children}</div>;
  return (
    <section className="hb-card" aria-labelledby={id}>
      <div className="hb-card-head">
        <h2 id={id}>{title}</h2>
        {actions ? <div className="hb-row">{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}
