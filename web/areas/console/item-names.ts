import { catalogueRoutes } from '#shared/contracts/routes/catalogue';
import { useRead } from '../../client/reads.tsx';

/** What a service item is called; its code while the catalogue is on its way. */
export function useItemNames() {
  const catalogue = useRead(catalogueRoutes.list);
  const items = catalogue.state === 'ready' ? catalogue.value.items : [];
  const names = new Map(items.map(({ code, name }) => [code.toString(), name.zh]));
  return (code: string) => names.get(code) ?? code;
}
