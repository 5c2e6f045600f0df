import { TargetGroup, targetGroups } from '#shared/domain/reference';

const codes = /(TG\d\d(?:-\d\d)?(?:,TG\d\d)*)\s*([^;；]*)[;；]?/g;
const digits = /TG(\d\d)(?:-(\d\d))?/g;

/** `TG01-04 失能` in the catalogue is shorthand for the groups that it counts; who reads it wants their names. */
export function targetText(text: string): string {
  const parts = [...text.matchAll(codes)].map(([, groups = '', rest = '']) => {
    const named = [...groups.matchAll(digits)].flatMap(([, from = '', to = from]) =>
      TargetGroup.options
        .filter((code) => code >= `TG${from}` && code <= `TG${to}`)
        .map((code) => targetGroups[code].zh),
    );
    return rest === '' ? named.join('、') : `${named.join('、')}（${rest.trim()}）`;
  });
  return parts.length > 0 ? parts.join('；') : text;
}
