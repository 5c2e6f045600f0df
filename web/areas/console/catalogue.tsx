import { catalogueRoutes } from '#shared/contracts/routes/catalogue';
import { ServiceClass } from '#shared/domain/reference';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { Card, Page } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Empty } from '../../design/states.tsx';
import { Link } from '../../shell/link.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { useConsoleWords } from './console-nav.ts';
import { DataTable } from './data-table.tsx';

/** The service list: every item in its newest version. */
export function Screen() {
  const words = useConsoleWords();
  const domain = useDomainWords();
  const format = useFormat();
  const read = useRead(catalogueRoutes.list);
  return (
    <Page title={words.nav.catalogue} lead={words.catalogue.lead}>
      <Card>
        <Loaded read={read}>
          {({ value: { items } }) => (
            <DataTable
              caption={words.nav.catalogue}
              rows={items}
              keyOf={({ code }) => code}
              searchIn={({ code, name, field, content }) => `${code} ${name.zh} ${name.en} ${field} ${content}`}
              filter={{
                name: 'class',
                label: words.catalogue.class,
                has: (item, value) => item.class === value,
                options: ServiceClass.options.map((value) => ({ value, label: domain.serviceClass[value] })),
              }}
              empty={<Empty title={words.catalogue.none} />}
              columns={[
                {
                  key: 'name',
                  label: words.catalogue.name,
                  sort: (a, b) => a.code.localeCompare(b.code),
                  cell: ({ code, name, field }) => (
                    <>
                      <Link to={`/console/catalogue/${code}`}>{name.zh}</Link>
                      <span className="hc-sub">
                        {code} · {field}
                      </span>
                    </>
                  ),
                },
                { key: 'class', label: words.catalogue.class, cell: (item) => domain.serviceClass[item.class] },
                {
                  key: 'price',
                  label: words.catalogue.price,
                  align: 'right',
                  cell: ({ priceFromFen, priceToFen, unit }) =>
                    words.catalogue.perUnit(format.money(priceFromFen), format.money(priceToFen), unit),
                },
                {
                  key: 'version',
                  label: words.catalogue.version,
                  cell: ({ standardVersion, effectiveFrom }) =>
                    words.catalogue.since(standardVersion, format.date(effectiveFrom)),
                },
                {
                  key: 'phase',
                  label: words.table.phase,
                  cell: ({ phase }) => <PhaseBadge kind="serviceItem" phase={phase} />,
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
    </Page>
  );
}
