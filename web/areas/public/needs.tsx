import type { District } from '#shared/domain/reference';
import { Loaded } from '../../client/loaded.tsx';
import type { PublicReply } from '../../client/public-call.ts';
import { Select } from '../../design/choices.tsx';
import { Bars, Figure } from '../../design/figures.tsx';
import { Empty } from '../../design/states.tsx';
import { Table } from '../../design/table.tsx';
import { useQueryValue } from '../../shell/address.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { publicWords } from '../../words/public.ts';
import { useWords } from '../../words/words.ts';
import { classes, classOf } from './classes.ts';
import { PublicPage, Section } from './public-page.tsx';
import { known, usePublic } from './use-public.ts';

type Counts = PublicReply<'needs'>['items'];
type Props = { readonly counts: Counts };

const sumOf = (counts: Counts) => counts.reduce((sum, { needs }) => sum + needs, 0);
const districtsIn = (counts: Counts) => [...new Set(counts.map(({ district }) => district))].toSorted();

function Totals({ counts }: Props) {
  const words = useWords(publicWords).needs;
  const format = useFormat();
  const items = new Set(counts.map(({ itemCode }) => itemCode));
  return (
    <div className="pub-figures">
      <Figure value={format.number(sumOf(counts))} unit={words.totalUnit} label={words.total} />
      <Figure value={districtsIn(counts).length} unit={words.districtsUnit} label={words.districts} />
      <Figure value={items.size} unit={words.itemsUnit} label={words.items} />
    </div>
  );
}

function Districts({ counts }: Props) {
  const words = useWords(publicWords);
  const format = useFormat();
  const rows = districtsIn(counts)
    .map((district) => ({ district, counts: counts.filter((count) => count.district === district) }))
    .toSorted((a, b) => sumOf(b.counts) - sumOf(a.counts));
  return (
    <Table
      caption={words.needs.byDistrict}
      hideCaption
      narrow
      keyOf={({ district }) => district}
      rows={rows}
      columns={[
        {
          key: 'district',
          label: words.needs.district,
          brief: true,
          cell: ({ district }) => words.districts[district],
        },
        ...classes.map((name) => ({
          key: name,
          label: words.serviceClass[name],
          align: 'right' as const,
          cell: ({ counts: own }: (typeof rows)[number]) =>
            format.number(sumOf(own.filter(({ itemCode }) => classOf(itemCode) === name))),
        })),
        { key: 'sum', label: words.needs.sum, align: 'right', cell: ({ counts: own }) => format.number(sumOf(own)) },
      ]}
    />
  );
}

function Items({ counts }: Props) {
  const words = useWords(publicWords);
  const language = useLanguage();
  const services = known(usePublic('services'))?.items ?? [];
  const [chosen, choose] = useQueryValue('district', 'all');
  const there = districtsIn(counts);
  const district = there.find((code) => code === chosen);
  const seen = district ? counts.filter((count) => count.district === district) : counts;
  const place = district ? words.districts[district] : words.needs.everywhere;
  const byItem = Map.groupBy(seen, ({ itemCode }) => itemCode);
  const bars = [...byItem]
    .map(([code, own]) => ({
      label: services.find((item) => item.code === code)?.name[language] ?? code,
      value: sumOf(own),
    }))
    .toSorted((a, b) => b.value - a.value);
  const options: { readonly value: District | 'all'; readonly label: string }[] = [
    { value: 'all', label: words.needs.everywhere },
    ...there.map((code) => ({ value: code, label: words.districts[code] })),
  ];
  return (
    <Section title={words.needs.byItem}>
      <div className="pub-filter">
        <Select
          name="district"
          label={words.needs.filter}
          value={district ?? 'all'}
          onChange={(value) => choose(value || 'all')}
          options={options}
        />
      </div>
      <div className="pub-panel">
        <Bars label={words.needs.itemsIn(place)} bars={bars} />
      </div>
    </Section>
  );
}

/** The needs list (需求清单): counts by district and service, nothing about people. */
export function Screen() {
  const words = useWords(publicWords);
  return (
    <PublicPage title={words.needs.title} lead={words.needs.lead}>
      <Loaded read={usePublic('needs')}>
        {({ value: { items } }) =>
          items.length === 0 ? (
            <Empty title={words.needs.none} note={words.needs.noneWhy} />
          ) : (
            <>
              <Totals counts={items} />
              <Section title={words.needs.byClass}>
                <div className="pub-panel">
                  <Bars
                    label={words.needs.byClass}
                    bars={classes.map((name) => ({
                      label: words.serviceClass[name],
                      value: sumOf(items.filter(({ itemCode }) => classOf(itemCode) === name)),
                    }))}
                  />
                </div>
              </Section>
              <Section title={words.needs.byDistrict}>
                <Districts counts={items} />
              </Section>
              <Items counts={items} />
              <p>{words.needs.answer}</p>
            </>
          )
        }
      </Loaded>
    </PublicPage>
  );
}
