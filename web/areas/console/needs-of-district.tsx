import { needsRoutes } from '#shared/contracts/routes/needs';
import { type District, districts } from '#shared/domain/reference';
import { useList } from '../../client/reads.tsx';
import { Card } from '../../design/layout.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { useQueryValue } from '../../shell/address.ts';
import { useDomainWords } from '../../words/domain.ts';
import { pageSize, useAllPages } from './all-pages.ts';
import { useConsoleWords } from './console-nav.ts';
import { NeedsTable, type Row } from './needs-table.tsx';

type Phase = Row['state']['phase'];

function NeedsInPhase({ district, phase }: { readonly district: District; readonly phase: Phase }) {
  const words = useConsoleWords().needs;
  const list = useAllPages(
    useList(needsRoutes.ofDistrict, { district, phase }, (cursor) => [
      { params: { district }, query: { phase, limit: pageSize, ...(cursor ? { cursor } : {}) } },
    ]),
  );
  return <NeedsTable read={list} caption={words.listOf(districts[district].zh)} />;
}

/** The lines of one district, phase by phase. */
export function DistrictNeeds({ district }: { readonly district: District }) {
  const words = useConsoleWords().needs;
  const domain = useDomainWords();
  const [phase, setPhase] = useQueryValue('phase', 'recorded');
  const phases: readonly Phase[] = ['recorded', 'published', 'closed'];
  return (
    <Card title={words.listOf(districts[district].zh)}>
      <Tabs
        label={words.phases}
        selected={phase}
        onSelect={setPhase}
        tabs={phases.map((one) => ({
          id: one,
          label: domain.phase.need[one],
          content: <NeedsInPhase key={one} district={district} phase={one} />,
        }))}
      />
    </Card>
  );
}
