import type { z } from 'zod/mini';
import type { Draft } from '#shared/contracts/routes/applications';
import { catalogueRoutes } from '#shared/contracts/routes/catalogue';
import type { CitedNeed } from '#shared/domain/need';
import { districts, targetGroups } from '#shared/domain/reference';
import type { Sections } from '#shared/domain/section';
import { useRead } from '../../client/reads.tsx';
import { Card } from '../../design/layout.tsx';
import { DescriptionList, Table } from '../../design/table.tsx';
import { deskWords } from '../../words/desk.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';

type Part<Name extends keyof Sections> = { readonly content: NonNullable<Sections[Name]> };

const Words = ({ children }: { readonly children: string | undefined }) => {
  const { empty } = useWords(deskWords).proposal;
  return children ? <p className="desk-text">{children}</p> : <p className="hb-lead">{empty}</p>;
};

function Project({ content }: Part<'project'>) {
  const words = useWords(deskWords).proposal;
  const format = useFormat();
  const { summary, startsOn, leader, leaderQualification } = content;
  return (
    <>
      <Words>{summary}</Words>
      <DescriptionList
        terms={[
          { label: words.startsOn, value: startsOn ? format.date(startsOn) : words.empty },
          { label: words.leader, value: leader || words.empty },
          { label: words.qualification, value: leaderQualification || words.empty },
        ]}
      />
    </>
  );
}

function Needs({ content, cited }: Part<'needs'> & { readonly cited: readonly CitedNeed[] }) {
  const words = useWords(deskWords).proposal;
  const language = useLanguage();
  const catalogue = useRead(catalogueRoutes.list);
  const items = catalogue.state === 'ready' ? catalogue.value.items : [];
  const itemOf = ({ itemCode }: CitedNeed) => items.find(({ code }) => code === itemCode);
  return (
    <>
      <Table
        caption={words.needs(content.needIds.length)}
        keyOf={({ needId }) => needId}
        rows={cited}
        empty={<p>{words.needs(content.needIds.length)}</p>}
        columns={[
          { key: 'district', label: words.district, cell: ({ district }) => districts[district][language] },
          { key: 'item', label: words.item, cell: (need) => itemOf(need)?.name[language] ?? need.itemCode },
          { key: 'group', label: words.group, cell: ({ targetGroup }) => targetGroups[targetGroup][language] },
          {
            key: 'quantity',
            label: words.quantity,
            align: 'right',
            cell: (need) => `${need.quantity} ${itemOf(need)?.unit ?? ''}`,
          },
        ]}
      />
      <h3>{words.evidence}</h3>
      <Words>{content.evidence}</Words>
    </>
  );
}

/** Prices beside those of the catalogue: what is above them is said in words. */
function Services({ content }: Part<'services'>) {
  const words = useWords(deskWords).proposal;
  const language = useLanguage();
  const format = useFormat();
  const catalogue = useRead(catalogueRoutes.list);
  const items = catalogue.state === 'ready' ? catalogue.value.items : [];
  const rows = content.lines.map((line) => ({ ...line, item: items.find(({ code }) => code === line.itemCode) }));
  return (
    <>
      <Table
        caption={words.item}
        hideCaption
        keyOf={({ itemCode }) => itemCode}
        rows={rows}
        empty={<Words>{undefined}</Words>}
        columns={[
          { key: 'item', label: words.item, cell: ({ item, itemCode }) => item?.name[language] ?? itemCode },
          {
            key: 'quantity',
            label: words.quantity,
            align: 'right',
            cell: ({ quantity, item }) => `${format.number(quantity)} ${item?.unit ?? ''}`,
          },
          {
            key: 'people',
            label: words.beneficiaries,
            align: 'right',
            cell: ({ beneficiaries }) => format.number(beneficiaries),
          },
          {
            key: 'price',
            label: words.unitPrice,
            align: 'right',
            cell: ({ unitPriceFen, item }) => (
              <>
                {format.money(unitPriceFen)}
                {item ? (
                  <small className="desk-note">
                    {words.reference} {format.money(item.priceFromFen)}–{format.money(item.priceToFen).slice(1)}
                  </small>
                ) : null}
                {item && unitPriceFen > item.priceToFen ? <strong className="desk-above">{words.above}</strong> : null}
              </>
            ),
          },
          {
            key: 'subtotal',
            label: words.subtotal,
            align: 'right',
            cell: ({ quantity, unitPriceFen }) => format.money(quantity * unitPriceFen),
          },
        ]}
      />
      <h3>{words.approach}</h3>
      <Words>{content.approach}</Words>
    </>
  );
}

function Budget({ content }: Part<'budget'>) {
  const words = useWords(deskWords).proposal;
  const headings = useDomainWords().budget;
  const format = useFormat();
  const totalFen = content.lines.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const share = (fen: number) => (totalFen > 0 ? format.percent(fen / totalFen) : '–');
  return (
    <>
      <Table
        caption={words.amount}
        hideCaption
        keyOf={({ key }) => key}
        rows={content.lines.map((line, index) => ({ ...line, key: String(index) }))}
        empty={<Words>{undefined}</Words>}
        columns={[
          { key: 'heading', label: words.heading, cell: ({ heading }) => headings[heading] },
          { key: 'note', label: words.note, cell: ({ note }) => note || '–' },
          { key: 'amount', label: words.amount, align: 'right', cell: ({ amountFen }) => format.money(amountFen) },
          { key: 'share', label: words.share, align: 'right', cell: ({ amountFen }) => share(amountFen) },
        ]}
      />
      <DescriptionList
        terms={[
          { label: words.budgetTotal, value: <strong>{format.money(totalFen)}</strong> },
          { label: words.matching, value: format.money(content.matchingFen) },
        ]}
      />
    </>
  );
}

function Outcomes({ content }: Part<'outcomes'>) {
  const words = useWords(deskWords).proposal;
  return (
    <>
      <Table
        caption={words.goal}
        hideCaption
        keyOf={({ goal }) => goal}
        rows={content.goals}
        empty={<Words>{undefined}</Words>}
        columns={[
          { key: 'goal', label: words.goal, cell: ({ goal }) => goal },
          { key: 'baseline', label: words.baseline, cell: ({ baseline }) => baseline || '–' },
          { key: 'target', label: words.target, cell: ({ target }) => target },
          { key: 'method', label: words.method, cell: ({ method }) => method || '–' },
        ]}
      />
      <h3>{words.sustainability}</h3>
      <Words>{content.sustainability}</Words>
    </>
  );
}

function Declarations({ content }: Part<'declarations'>) {
  const words = useWords(deskWords).proposal;
  const names = ['noMisconduct', 'noConflict', 'personalData', 'accurate'] as const;
  return (
    <ul className="desk-cases">
      {names.map((name) => (
        <li key={name}>
          {words.declarations[name]} · {content[name] ? words.yes : <strong className="desk-above">{words.no}</strong>}
        </li>
      ))}
    </ul>
  );
}

type ProposalProps = { readonly draft: z.output<typeof Draft>; readonly citedNeeds: readonly CitedNeed[] };

/** The application as it was handed in, section by section. */
export function Proposal({ draft, citedNeeds }: ProposalProps) {
  const sections = useDomainWords().section;
  const words = useWords(deskWords).proposal;
  const { project, needs, services, budget, outcomes, declarations } = draft;
  const parts = [
    { title: sections.project, body: project && <Project content={project.content} /> },
    { title: sections.needs, body: needs && <Needs content={needs.content} cited={citedNeeds} /> },
    { title: sections.services, body: services && <Services content={services.content} /> },
    { title: sections.budget, body: budget && <Budget content={budget.content} /> },
    { title: sections.outcomes, body: outcomes && <Outcomes content={outcomes.content} /> },
    { title: sections.declarations, body: declarations && <Declarations content={declarations.content} /> },
  ];
  return (
    <div className="desk-proposal hb-stack">
      {parts.map(({ title, body }) => (
        <Card key={title} title={title}>
          {body ?? <p className="hb-lead">{words.empty}</p>}
        </Card>
      ))}
    </div>
  );
}
