import type { ReactNode } from 'react';
import { Page, type PageProps } from '../../design/layout.tsx';
import { publicWords } from '../../words/public.ts';
import { useWords } from '../../words/words.ts';

/** Nothing that this platform ships may be taken for a rule of the foundation. */
export const SampleNote = () => <p className="pub-sample">{useWords(publicWords).sampleNote}</p>;

/** A page of the public site, with the note that its data and rules are samples. */
export const PublicPage = ({ children, ...page }: PageProps) => (
  <Page {...page}>
    {children}
    <SampleNote />
  </Page>
);

export type SectionProps = {
  readonly id?: string;
  readonly title: string;
  readonly lead?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
};

/** A part of a page under its own heading. */
export const Section = ({ id, title, lead, action, children }: SectionProps) => (
  <section className="pub-section" id={id}>
    <div className="pub-section-head">
      <div>
        <h2>{title}</h2>
        {lead ? <p className="hb-lead">{lead}</p> : null}
      </div>
      {action}
    </div>
    {children}
  </section>
);

export type Step = { readonly title: string; readonly text: ReactNode };

/** What follows what, numbered. */
export const Steps = ({ steps }: { readonly steps: readonly Step[] }) => (
  <ol className="pub-steps">
    {steps.map(({ title, text }) => (
      <li key={title}>
        <h3>{title}</h3>
        <p>{text}</p>
      </li>
    ))}
  </ol>
);

/** Text that people wrote in Chinese, said so to screen readers and translators. */
export const Chinese = ({ children }: { readonly children: ReactNode }) => <span lang="zh-CN">{children}</span>;
