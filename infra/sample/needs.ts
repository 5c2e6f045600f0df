import { District } from '#shared/domain/reference';
import type { SampleNeed } from './round.ts';

const groups = ['TG01', 'TG02', 'TG03', 'TG04', 'TG05'] as const;
const items = ['CARE-01', 'CARE-02', 'LIFE-01', 'HEAR-02', 'LIFE-05', 'CARE-04', 'HEAR-08', 'HEAR-14', 'CARE-03'];
const urgencies = ['high', 'medium', 'low'] as const;
const numerals = '一二三四五六七八九十';
/** Plainly invented: region 310199 is assigned to nobody, and the check digits hold. */
const residentIds = ['31019919720815014X', '310199201309300257', '310199195001010300', '310199196612240070'];

const pick = <Value>(values: readonly [Value, ...Value[]], index: number): Value =>
  values[index % values.length] ?? values[0];

/** Two or three needs in each of the sixteen districts, so that the list and the map have something everywhere. */
export const sampleNeeds: readonly SampleNeed[] = District.options.flatMap((district, row) =>
  Array.from({ length: 2 + (row % 2) }, (_, column) => {
    const index = row * 3 + column;
    const residentId = residentIds[index];
    return {
      ...{ name: `演示对象${numerals.charAt(row % 10)}${numerals.charAt(column)}`, district },
      ...(residentId && { residentId }),
      ...{ targetGroup: pick(groups, index), itemCode: items[index % items.length] ?? 'CARE-01' },
      ...{ quantity: 4 + (index % 5) * 4, urgency: pick(urgencies, index) },
    };
  }),
);
