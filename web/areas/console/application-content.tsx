import type { ReactNode } from 'react';
import type { applicationsRoutes } from '#shared/contracts/routes/applications';
import { districts, targetGroups } from '#shared/domain/reference';
import { sumFen } from '#shared/domain/section';
import type { Reply } from '../../client/api.ts';
import { Stack } from '../../design/layout.tsx';
import { Empty } from '../../design/states.tsx';
import { DescriptionList, Table } from '../../design/table.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { useConsoleWords } from './console-nav.ts';
import { useItemNames } from './item-names.ts';

type Draft = Reply<typeof applicationsRoutes.read>['draft'];
type Content<Name extends keyof Draft> = NonNullable<Draft[Name]>['content'];

const Prose = ({ text }: { readonly text: string }) => <p className="hc-prose">{text || '—'}</p>;

function Project({ content }: { readonly content: Content<'project'> }) {
  const words = useConsoleWords().content;
  const format = useFormat();
  return (
    <>
      <DescriptionList
        terms={[
          { label: words.leader, value: content.leader || '—' },
          { label: words.qualification, value: content.leaderQualification || '—' },
          { label: words.startsOn, value: content.startsOn ? format.date(content.startsOn) : '—' },
        ]}
      />
      <Prose text={content.summary} />
    </>
  );
}

type Cited = Reply<typeof applicationsRoutes.read>['citedNeeds'];

function Needs({ content, cited }: { readonly content: Content<'needs'>; readonly cited: Cited }) {
  const words = useConsoleWords().content;
  const names = useItemNames();
  return (
    <>
      <Table
        caption={words.citedNeeds(content.needIds.length)}
        rows={cited}
        keyOf={({ needId }) => needId}
        columns={[
          { key: 'district', label: words.district, cell: ({ district }) => districts[district].zh },
          { key: 'item', label: words.item, cell: ({ itemCode }) => names(itemCode) },
          { key: 'group', label: words.group, cell: ({ targetGroup }) => targetGroups[targetGroup].zh },
          { key: 'quantity', label: words.quantity, align: 'right', cell: ({ quantity }) => quantity },
        ]}
      />
      <Prose text={content.evidence} />
    </>
  );
}

function Services({ content }: { readonly content: Content<'services'> }) {
  const words = useConsoleWords().content;
  const format = useFormat();
  const names = useItemNames();
  return (
    <>
      <Table
        caption={words.services}
        hideCaption
        rows={content.lines.map((line, index) => ({ ...line, id: String(index) }))}
        keyOf={({ id }) => id}
        empty={<Empty />}
        columns={[
          { key: 'item', label: words.item, cell: ({ itemCode }) => `${itemCode} ${names(itemCode)}` },
          { key: 'quantity', label: words.quantity, align: 'right', cell: ({ quantity }) => format.number(quantity) },
          {
            key: 'people',
            label: words.beneficiaries,
            align: 'right',
            cell: ({ beneficiaries }) => format.number(beneficiaries),
          },
          { key: 'price', label: words.price, align: 'right', cell: ({ unitPriceFen }) => format.money(unitPriceFen) },
          {
            key: 'sum',
            label: words.sum,
            align: 'right',
            cell: ({ unitPriceFen, quantity }) => format.money(unitPriceFen * quantity),
          },
        ]}
      />
      <Prose text={content.approach} />
    </>
  );
}

function Budget({ content }: { readonly content: Content<'budget'> }) {
  const words = useConsoleWords().content;
  const domain = useDomainWords();
  const format = useFormat();
  const totalFen = sumFen(content.lines.map(({ amountFen }) => amountFen));
  return (
    <>
      <Table
        caption={words.budget}
        hideCaption
        rows={content.lines.map((line, index) => ({ ...line, id: String(index) }))}
        keyOf={({ id }) => id}
        empty={<Empty />}
        columns={[
          { key: 'heading', label: words.heading, cell: ({ heading }) => domain.budget[heading] },
          { key: 'note', label: words.note, cell: ({ note }) => note || '—' },
          { key: 'amount', label: words.amount, align: 'right', cell: ({ amountFen }) => format.money(amountFen) },
          {
            key: 'share',
            label: words.share,
            align: 'right',
            cell: ({ amountFen }) => (totalFen > 0 ? format.percent(amountFen / totalFen) : '—'),
          },
        ]}
      />
      <p>{words.totals(format.money(totalFen), format.money(content.matchingFen))}</p>
    </>
  );
}

function Outcomes({ content }: { readonly content: Content<'outcomes'> }) {
  const words = useConsoleWords().content;
  return (
    <>
      <Table
        caption={words.outcomes}
        hideCaption
        rows={content.goals.map((goal, index) => ({ ...goal, id: String(index) }))}
        keyOf={({ id }) => id}
        empty={<Empty />}
        columns={[
          { key: 'goal', label: words.goal, cell: ({ goal }) => goal },
          { key: 'baseline', label: words.baseline, cell: ({ baseline }) => baseline || '—' },
          { key: 'target', label: words.target, cell: ({ target }) => target },
          { key: 'method', label: words.method, cell: ({ method }) => method || '—' },
        ]}
      />
      <Prose text={content.sustainability} />
    </>
  );
}

function Declarations({ content }: { readonly content: Content<'declarations'> }) {
  const words = useConsoleWords().content;
  const said = (agreed: boolean) => (agreed ? words.agreed : words.notAgreed);
  return (
    <DescriptionList
      terms={[
        { label: words.noMisconduct, value: said(content.noMisconduct) },
        { label: words.noConflict, value: said(content.noConflict) },
        { label: words.personalData, value: said(content.personalData) },
        { label: words.accurate, value: said(content.accurate) },
      ]}
    />
  );
}

/** What the applicant handed in, section by section, to be read only. */
export function ApplicationContent({ draft, citedNeeds }: { readonly draft: Draft; readonly citedNeeds: Cited }) {
  const domain = useDomainWords();
  const { project, needs, services, budget, outcomes, declarations } = draft;
  const parts: readonly (readonly [keyof Draft, ReactNode])[] = [
    ['project', project && <Project content={project.content} />],
    ['needs', needs && <Needs content={needs.content} cited={citedNeeds} />],
    ['services', services && <Services content={services.content} />],
    ['budget', budget && <Budget content={budget.content} />],
    ['outcomes', outcomes && <Outcomes content={outcomes.content} />],
    ['declarations', declarations && <Declarations content={declarations.content} />],
  ];
  return (
    <Stack gap="wide">
      {parts.map(([name, part]) => (
        <section key={name} className="hb-stack" aria-label={domain.section[name]}>
          <h3>{domain.section[name]}</h3>
          {part ?? '—'}
        </section>
      ))}
    </Stack>
  );
}
