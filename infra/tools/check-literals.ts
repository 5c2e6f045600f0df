import type { Template } from './synthesise.ts';

/** A service names itself the same in every partition, as the principal of a policy or a permission. */
const isPrincipal = (place: string, text: string) =>
  /(\.Principal\.Service(\[\d+\])?|\.Principal)$/.test(place) && /^[a-z0-9.-]+\.amazonaws\.com$/.test(text);
const literals = [/arn:aws(-cn)?:/, /amazonaws\.com(\.cn)?/];

/** Every text that is right in one partition alone. */
export const checkLiterals = ({ stack, Resources }: Template): readonly string[] =>
  Object.entries(Resources)
    .flatMap(([id, { Properties }]) => textsIn(Properties, id))
    .filter(([place, text]) => !isPrincipal(place, text) && literals.some((literal) => literal.test(text)))
    .map(([place, text]) => `${stack}, ${place}: ${text.slice(0, 120)} is right in one partition alone.`);

type Text = readonly [place: string, text: string];

function textsIn(value: unknown, place: string): readonly Text[] {
  if (typeof value === 'string') return [[place, value]];
  if (Array.isArray(value)) return value.flatMap((item: unknown, at) => textsIn(item, `${place}[${at}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => textsIn(item, `${place}.${key}`));
}
