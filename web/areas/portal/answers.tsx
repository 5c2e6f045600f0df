import type { ReactNode } from 'react';
import type * as z from 'zod/mini';
import type { Draft, SectionContent } from '#shared/contracts/routes/applications';
import type { CitedNeed } from '#shared/domain/need';
import { districts, targetGroups } from '#shared/domain/reference';
import type { SectionName } from '#shared/domain/section';
import { DescriptionList, Table } from '../../design/table.tsx';
import { useCoreWords } from '../../words/core.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { useCatalogue } from './catalogue.ts';
import {
  budgetKind,
  declarationsKind,
  needsKind,
  outcomesKind,
  projectKind,
  type SectionKind,
  servicesKind,
} from './section-kinds.ts';
import type { ApplicationRead } from './use-section.ts';
import { useApplicationWords } from './words.ts';

type Body = z.input<typeof SectionContent>;
type ContentOf<Name extends SectionName> = Extract<Body, { section: Name }>['content'];
type Of<Name extends SectionName> = { readonly content: ContentOf<Name> };
type Cited = { readonly cited: readonly CitedNeed[] };

const Text = ({ children }: { readonly children: string | undefined }) => {
  const words = useApplicationWords().answers;
  return children ? (
    <span className="portal-answer">{children}</span>
  ) : (
    <span className="hb-hint">{words.nothing}</span>
  );
};

function Project({ content }: Of<'project'>) {
  const words = useApplicationWords().project;
  const format = useFormat();
  return (
    <DescriptionList
      terms={[
        { label: words.title, value: <Text>{content.title}</Text> },
        { label: words.startsOn, value: <Text>{content.startsOn && format.date(content.startsOn)}</Text> },
        { label: words.leader, value: <Text>{content.leader}</Text> },
        { label: words.leaderQualification, value: <Text>{content.leaderQualification}</Text> },
        { label: words.summary, value: <Text>{content.summary}</Text> },
      ]}
    />
  );
}

/** By district and service, as they are found again in the list that they were chosen from. */
function Needs({ content, cited }: Of<'needs'> & Cited) {
  const words = useApplicationWords();
  const language = useLanguage();
  const catalogue = useCatalogue();
  const format = useFormat();
  const known = cited
    .filter(({ needId }) => content.needIds.includes(needId))
    .toSorted((a, b) => a.district.localeCompare(b.district) || a.itemCode.localeCompare(b.itemCode));
  return (
    <>
      <Table
        caption={words.needs.chosen(content.needIds.length)}
        rows={known}
        keyOf={({ needId }) => needId}
        empty={<p>{words.needs.chosen(content.needIds.length)}</p>}
        columns={[
          {
            key: 'district',
            label: words.needs.district,
            brief: true,
            cell: ({ district }) => districts[district][language],
          },
          {
            key: 'item',
            label: words.services.item,
            cell: ({ itemCode }) => `${itemCode} ${catalogue.nameOf(itemCode)}`,
          },
          { key: 'group', label: words.needs.group, cell: ({ targetGroup }) => targetGroups[targetGroup][language] },
          {
            key: 'quantity',
            label: words.services.quantity,
            align: 'right',
            cell: ({ quantity, itemCode }) => `${format.number(quantity)} ${catalogue.unitOf(itemCode)}`,
          },
        ]}
      />
      <DescriptionList terms={[{ label: words.needs.evidence, value: <Text>{content.evidence}</Text> }]} />
    </>
  );
}

function Services({ content }: Of<'services'>) {
  const words = useApplicationWords().services;
  const format = useFormat();
  const catalogue = useCatalogue();
  return (
    <>
      <Table
        caption={words.lines}
        rows={content.lines.map((line, index) => ({ ...line, key: `${index}` }))}
        keyOf={({ key }) => key}
        empty={<Text>{undefined}</Text>}
        columns={[
          { key: 'item', label: words.item, cell: ({ itemCode }) => `${itemCode} ${catalogue.nameOf(itemCode)}` },
          {
            key: 'quantity',
            label: words.quantity,
            align: 'right',
            cell: ({ quantity, itemCode }) => `${format.number(quantity)} ${catalogue.unitOf(itemCode)}`,
          },
          {
            key: 'people',
            label: words.beneficiaries,
            align: 'right',
            cell: (line) => format.number(line.beneficiaries),
          },
          { key: 'price', label: words.unitPrice, align: 'right', cell: (line) => format.money(line.unitPriceFen) },
        ]}
      />
      <DescriptionList terms={[{ label: words.approach, value: <Text>{content.approach}</Text> }]} />
    </>
  );
}

function Budget({ content }: Of<'budget'>) {
  const words = useApplicationWords().budget;
  const headings = useDomainWords().budget;
  const format = useFormat();
  const total = content.lines.reduce((sum, { amountFen }) => sum + amountFen, 0);
  return (
    <>
      <Table
        caption={words.lines}
        rows={content.lines.map((line, index) => ({ ...line, key: `${index}` }))}
        keyOf={({ key }) => key}
        empty={<Text>{undefined}</Text>}
        columns={[
          { key: 'heading', label: words.heading, cell: ({ heading }) => headings[heading] },
          { key: 'note', label: words.note, cell: ({ note }) => note || '—' },
          { key: 'amount', label: words.amount, align: 'right', cell: ({ amountFen }) => format.money(amountFen) },
        ]}
      />
      <DescriptionList
        terms={[
          { label: words.requested, value: <strong>{format.money(total)}</strong> },
          { label: words.matching, value: format.money(content.matchingFen) },
        ]}
      />
    </>
  );
}

function Outcomes({ content }: Of<'outcomes'>) {
  const words = useApplicationWords().outcomes;
  return (
    <>
      <Table
        caption={words.goals}
        rows={content.goals.map((goal, index) => ({ ...goal, key: `${index}` }))}
        keyOf={({ key }) => key}
        empty={<Text>{undefined}</Text>}
        columns={[
          { key: 'goal', label: words.what, cell: ({ goal }) => goal },
          { key: 'target', label: words.target, cell: ({ target }) => target },
          { key: 'baseline', label: words.baseline, cell: ({ baseline }) => baseline || '—' },
          { key: 'method', label: words.method, cell: ({ method }) => method || '—' },
        ]}
      />
      <DescriptionList terms={[{ label: words.sustainability, value: <Text>{content.sustainability}</Text> }]} />
    </>
  );
}

function Declarations({ content }: Of<'declarations'>) {
  const words = useApplicationWords().declarations;
  const said = useApplicationWords().answers;
  const names = ['noMisconduct', 'noConflict', 'personalData', 'accurate'] as const;
  return (
    <ul className="portal-list">
      {names.map((name) => (
        <li key={name}>
          <span>{words[name]}</span>
          <strong>{content[name] ? said.agreed : said.notAgreed}</strong>
        </li>
      ))}
    </ul>
  );
}

function shown(body: Body, cited: Cited['cited']): ReactNode {
  switch (body.section) {
    case 'project':
      return <Project content={body.content} />;
    case 'needs':
      return <Needs content={body.content} cited={cited} />;
    case 'services':
      return <Services content={body.content} />;
    case 'budget':
      return <Budget content={body.content} />;
    case 'outcomes':
      return <Outcomes content={body.content} />;
    case 'declarations':
      return <Declarations content={body.content} />;
  }
}

/** What one section says, to be read. */
export const SectionAnswers = <Form, Content>({
  kind,
  content,
  cited,
}: Cited & {
  readonly kind: SectionKind<Form, Content>;
  readonly content: Content;
}) => <div className="hb-stack">{shown(kind.body(content, 0), cited)}</div>;

type Written = z.output<typeof Draft>;
const bodies: { readonly [Name in SectionName]: (draft: Written) => Body | undefined } = {
  project: ({ project }) => project && projectKind.body(project.content, 0),
  needs: ({ needs }) => needs && needsKind.body(needs.content, 0),
  services: ({ services }) => services && servicesKind.body(services.content, 0),
  budget: ({ budget }) => budget && budgetKind.body(budget.content, 0),
  outcomes: ({ outcomes }) => outcomes && outcomesKind.body(outcomes.content, 0),
  declarations: (draft) => draft.declarations && declarationsKind.body(draft.declarations.content, 0),
};

/** The same for a section of a draft that may not have been begun. */
export function Answers({ section, of }: { readonly section: SectionName; readonly of: ApplicationRead }) {
  const words = useCoreWords().tasks;
  const body = bodies[section](of.draft);
  return (
    <div className="hb-stack">
      {body ? shown(body, of.citedNeeds) : <p className="hb-hint">{words['not-started']}</p>}
    </div>
  );
}
