import * as z from 'zod/mini';
import { none, noParams, type Routes, recordOf } from '#shared/contracts/route';
import { ItemCode } from '#shared/domain/reference';
import { ServiceItem, Standard } from '#shared/domain/service-item';

export const catalogueRoutes = {
  /** The service list (服务清单), public: every item in its newest version. */
  list: {
    ...none,
    method: 'GET',
    path: '/public/service-items',
    access: 'public',
    params: noParams,
    reply: z.strictObject({ items: z.array(ServiceItem) }),
  },
  /** An item with the version of its record, for whoever is about to revise it. */
  read: {
    ...none,
    method: 'GET',
    path: '/service-items/{code}',
    access: { action: 'serviceItem.revise' },
    params: z.strictObject({ code: ItemCode }),
    reply: recordOf(ServiceItem),
  },
  /**
   * Publishes the first or the next version of a standard; records keep the version they were made under.
   * `If-Match: "0"` for an item that there is not yet.
   */
  revise: {
    ...none,
    method: 'PUT',
    path: '/service-items/{code}',
    access: { action: 'serviceItem.revise' },
    versioned: true,
    params: z.strictObject({ code: ItemCode }),
    body: Standard,
    reply: z.strictObject({ code: ItemCode, standardVersion: z.int(), version: z.int() }),
  },
} as const satisfies Routes;
