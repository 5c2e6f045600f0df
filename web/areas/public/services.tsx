import { Loaded } from '../../client/loaded.tsx';
import { Empty } from '../../design/states.tsx';
import { DescriptionList } from '../../design/table.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { useQueryValue } from '../../shell/address.ts';
import { useCoreWords } from '../../words/core.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { publicWords } from '../../words/public.ts';
import { unitIn } from '../../words/units.ts';
import { useWords } from '../../words/words.ts';
import { classes } from './classes.ts';
import { Chinese, PublicPage } from './public-page.tsx';
import { priceOf, type ServiceItem } from './service-price.ts';
import { usePublic } from './use-public.ts';

function Item({ item }: { readonly item: ServiceItem }) {
  const words = useWords(publicWords).services;
  const { labelled } = useCoreWords();
  const language = useLanguage();
  const format = useFormat();
  const text = (value: string) => <Chinese>{value}</Chinese>;
  return (
    <li>
      <details className="pub-item">
        <summary>
          <span className="pub-item-name">
            <span className="pub-code">{item.code}</span> {item.name[language]}
          </span>
          <span className="pub-item-price">
            <span className="hb-hidden">{labelled(words.price, '')}</span>
            {priceOf(item)} / {unitIn(language, item.unit)}
          </span>
        </summary>
        <DescriptionList
          terms={[
            { label: words.target, value: text(item.target) },
            { label: words.field, value: text(item.field) },
            { label: words.content, value: text(item.content) },
            { label: words.quality, value: text(item.quality) },
            { label: words.version, value: words.versionOf(item.standardVersion, format.date(item.effectiveFrom)) },
          ]}
        />
      </details>
    </li>
  );
}

function Items({ items }: { readonly items: readonly ServiceItem[] }) {
  const words = useWords(publicWords).services;
  return (
    <div className="hb-stack">
      <p className="hb-lead">{words.count(items.length)}</p>
      <ul className="pub-items">
        {items.map((item) => (
          <Item key={item.code} item={item} />
        ))}
      </ul>
    </div>
  );
}

/** The service list (服务清单): every service in force with its standard and reference price. */
export function Screen() {
  const words = useWords(publicWords);
  const [chosen, choose] = useQueryValue('class', 'all');
  return (
    <PublicPage title={words.services.title} lead={words.services.lead}>
      <Loaded read={usePublic('services')} lines={10}>
        {({ value }) => {
          const active = value.items
            .filter(({ phase }) => phase === 'active')
            .toSorted((a, b) => classes.indexOf(a.class) - classes.indexOf(b.class) || (a.code < b.code ? -1 : 1));
          if (active.length === 0) return <Empty title={words.services.none} note={words.services.noneWhy} />;
          return (
            <Tabs
              label={words.services.tabs}
              selected={chosen}
              onSelect={choose}
              tabs={[
                { id: 'all', label: words.services.all, content: <Items items={active} /> },
                ...classes.map((name) => ({
                  id: name,
                  label: words.serviceClass[name],
                  content: <Items items={active.filter((item) => item.class === name)} />,
                })),
              ]}
            />
          );
        }}
      </Loaded>
    </PublicPage>
  );
}
