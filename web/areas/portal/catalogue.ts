import { catalogueRoutes } from '#shared/contracts/routes/catalogue';
import type { ServiceItem } from '#shared/domain/service-item';
import { useRead } from '../../client/reads.tsx';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { unitIn } from '../../words/units.ts';

/** The service list (服务清单), to call items by their names. While it loads, and for what it lacks, the code stands in. */
export function useCatalogue() {
  const read = useRead(catalogueRoutes.list);
  const language = useLanguage();
  const format = useFormat();
  const items = new Map<string, ServiceItem>(
    read.state === 'ready' ? read.value.items.map((item) => [item.code, item]) : [],
  );
  return {
    item: (code: string) => items.get(code),
    nameOf: (code: string) => items.get(code)?.name[language] ?? code,
    unitOf: (code: string) => unitIn(language, items.get(code)?.unit ?? ''),
    pricesOf: (code: string) => {
      const item = items.get(code);
      return (
        item && `${format.money(item.priceFromFen)} – ${format.money(item.priceToFen)} / ${unitIn(language, item.unit)}`
      );
    },
    /** Items in force, as needs are recorded for them. */
    codes: [...items.values()].filter(({ phase }) => phase === 'active').map(({ code }) => code),
  };
}
