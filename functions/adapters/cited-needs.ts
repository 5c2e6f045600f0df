import type { CitedNeed } from '#shared/domain/need';
import type { NeedId } from '#shared/kernel/ids';
import { needs } from '#shared/table/aggregates';
import type { Reader } from './reader.ts';

/**
 * The needs that an application cites, without the people who have them. A draft may name any need: of one that is not
 * published yet it learns nothing.
 */
export async function publicFactsOf(needIds: readonly NeedId[], { getMany }: Pick<Reader, 'getMany'>) {
  const found = await getMany(
    needs,
    [...new Set(needIds)].map((needId) => ({ needId })),
  );
  return found
    .filter(({ state }) => state.phase !== 'recorded')
    .map(
      ({ state: { needId, district, targetGroup, itemCode, quantity } }): CitedNeed => ({
        ...{ needId, district, targetGroup, itemCode, quantity },
      }),
    );
}
