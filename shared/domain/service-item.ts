import * as z from 'zod/mini';
import { type Day, GivenDay } from '#shared/kernel/instant';
import { Fen } from '#shared/kernel/money';
import { Bilingual, Text } from '#shared/kernel/text';
import { event } from './event.ts';
import { ItemCode, ServiceClass } from './reference.ts';

const standard = {
  code: ItemCode,
  name: Bilingual,
  class: ServiceClass,
  field: Text(40),
  target: Text(200),
  unit: Text(20),
  content: Text(500),
  quality: Text(500),
  priceFromFen: Fen,
  priceToFen: Fen,
  effectiveFrom: GivenDay,
};

/** What publishing a version of a service standard asks for. Prices are reference prices for one unit. */
export const Standard = z
  .strictObject(standard)
  .check(
    z.refine(({ priceFromFen, priceToFen }) => priceFromFen <= priceToFen, { error: 'range', path: ['priceToFen'] }),
  );

/** An item of the service list (服务清单) in its newest version; records keep the number of the version they used. */
export const ServiceItem = z.strictObject({
  ...standard,
  phase: z.enum(['active', 'retired']),
  standardVersion: z.int(),
});
export type ServiceItem = z.output<typeof ServiceItem>;

type Version = Pick<ServiceItem, 'standardVersion' | 'effectiveFrom'>;

/** Of the versions that have begun by that day the newest; one may be published long before it begins. */
export const inForceOn = (day: Day, versions: readonly Version[]) =>
  versions
    .filter(({ effectiveFrom }) => effectiveFrom <= day)
    .toSorted((a, b) => b.standardVersion - a.standardVersion)
    .at(0);

export const StandardPublished = event('StandardPublished', { ...standard, standardVersion: z.int() });
export const ServiceItemRetired = event('ServiceItemRetired', {});
export const ServiceItemEvent = z.discriminatedUnion('type', [StandardPublished, ServiceItemRetired]);
export type ServiceItemEvent = z.output<typeof ServiceItemEvent>;

export function evolveServiceItem(item: ServiceItem | undefined, event: ServiceItemEvent): ServiceItem {
  if (event.type === 'StandardPublished') {
    const { type, v, by, at, ...rest } = event;
    return { ...rest, phase: 'active' };
  }
  if (!item) throw new Error(`${event.type} needs a service item`);
  return { ...item, phase: 'retired' };
}
