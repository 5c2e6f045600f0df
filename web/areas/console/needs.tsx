import { needsRoutes } from '#shared/contracts/routes/needs';
import { District, districts } from '#shared/domain/reference';
import { useList, useRead } from '../../client/reads.tsx';
import { Card, Page, Stack } from '../../design/layout.tsx';
import { useQueryValue } from '../../shell/address.ts';
import { useFormat } from '../../words/format.ts';
import { pageSize, useAllPages } from './all-pages.ts';
import { useConsoleWords } from './console-nav.ts';
import { DistrictNeeds } from './needs-of-district.tsx';
import { NeedsTable } from './needs-table.tsx';

const isDistrict = (text: string): text is District => text in districts;

const sumBy = <Item,>(items: readonly Item[], keyOf: (item: Item) => string, countOf: (item: Item) => number) => {
  const sums = new Map<string, number>();
  for (const item of items) sums.set(keyOf(item), (sums.get(keyOf(item)) ?? 0) + countOf(item));
  return sums;
};
const totalOf = (sums: ReadonlyMap<string, number>) => [...sums.values()].reduce((sum, count) => sum + count, 0);

const useWaiting = () =>
  useAllPages(
    useList(needsRoutes.waiting, {}, (cursor) => [{ query: { limit: pageSize, ...(cursor ? { cursor } : {}) } }]),
  );

type ChooserProps = {
  readonly waiting: ReadonlyMap<string, number>;
  readonly published: ReadonlyMap<string, number>;
  readonly chosen: string;
  readonly onChoose: (district: string) => void;
};

/** How many wait to be verified comes first: that is the work there is. */
function DistrictChooser({ waiting, published, chosen, onChoose }: ChooserProps) {
  const words = useConsoleWords().needs;
  const entries = [
    { id: '', label: words.city, waits: totalOf(waiting), publics: totalOf(published) },
    ...District.options.map((id) => ({
      ...{ id, label: districts[id].zh },
      ...{ waits: waiting.get(id) ?? 0, publics: published.get(id) ?? 0 },
    })),
  ];
  return (
    <fieldset className="hc-strip hc-plain" data-columns="9">
      <legend className="hb-hidden">{words.byDistrict}</legend>
      {entries.map(({ id, label, waits, publics }) => (
        <button key={id} type="button" aria-pressed={id === chosen} onClick={() => onChoose(id)}>
          <span>{label}</span>
          <strong data-none={waits === 0 ? '' : undefined}>
            {waits}
            <span className="hb-hidden">{words.waitingOf}</span>
          </strong>
          <small>{words.publishedOf(publics)}</small>
        </button>
      ))}
    </fieldset>
  );
}

function Needs() {
  const words = useConsoleWords().needs;
  const format = useFormat();
  const counts = useRead(needsRoutes.counts);
  const waiting = useWaiting();
  const [chosen, choose] = useQueryValue('district');
  const district = isDistrict(chosen) ? chosen : undefined;
  const waits = sumBy(
    waiting.state === 'ready' ? waiting.items : [],
    ({ state }) => state.district,
    () => 1,
  );
  const published = sumBy(
    counts.state === 'ready' ? counts.value.items : [],
    (line) => line.district,
    ({ needs }) => needs,
  );
  return (
    <Stack>
      <Card title={words.counts(format.number(totalOf(waits)), format.number(totalOf(published)))}>
        <DistrictChooser waiting={waits} published={published} chosen={district ?? ''} onChoose={choose} />
      </Card>
      {district ? (
        <DistrictNeeds key={district} district={district} />
      ) : (
        <Card title={words.waitingInCity}>
          <NeedsTable read={waiting} caption={words.waitingInCity} withDistrict />
        </Card>
      )}
    </Stack>
  );
}

/** What waits to be verified in the whole city, or all lines of one district. */
export function Screen() {
  const words = useConsoleWords().needs;
  return (
    <Page title={words.title} lead={words.lead}>
      <Needs />
    </Page>
  );
}
