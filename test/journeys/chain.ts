import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Row } from './folder.ts';

const Head = z.object({ pk: z.string(), version: z.int(), lastHash: z.string() });
const Link = z.object({
  pk: z.string(),
  sk: z.string(),
  stream: z.string(),
  sequence: z.int(),
  prevHash: z.string(),
  event: z.looseObject({ type: z.string() }),
  hash: z.string(),
});
type Link = z.output<typeof Link>;

/** JSON as RFC 8785 writes it, by itself: a test that shared the code's own would prove nothing. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = new Map(Object.entries(value));
  const names = [...members.keys()].toSorted();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalJson(members.get(name))}`).join()}}`;
}

const hashOf = ({ event, prevHash, sequence, stream }: Link) =>
  createHash('sha256').update(canonicalJson({ event, prevHash, sequence, stream }), 'utf8').digest('hex');

export const linksIn = (rows: readonly Row[]): readonly Link[] =>
  rows.filter(({ sk }) => sk.startsWith('EVENT#')).map((row) => z.parse(Link, row));

/** Whatever is wrong with the chains of events: every record has one, from its first event to its present state. */
export function brokenChains(rows: readonly Row[]): string[] {
  const heads = rows.filter(({ sk }) => sk === 'STATE').map((row) => z.parse(Head, row));
  const chains = Map.groupBy(linksIn(rows), ({ pk }) => pk);
  const orphans = [...chains.keys()].filter((pk) => !heads.some((head) => head.pk === pk));
  return [
    ...orphans.map((pk) => `${pk} has events and no state`),
    ...heads.flatMap((head) => brokenLinks(head, chains.get(head.pk) ?? [])),
  ];
}

function brokenLinks({ pk, version, lastHash }: z.output<typeof Head>, links: readonly Link[]): string[] {
  const inOrder = links.toSorted((a, b) => a.sequence - b.sequence);
  const hashes = ['genesis', ...inOrder.map(({ hash }) => hash)];
  return [
    ...inOrder.flatMap((link, index) => linkErrors(link, { pk, sequence: index + 1, prevHash: `${hashes[index]}` })),
    ...(version === links.length ? [] : [`version ${version} after ${links.length} events`]),
    ...(lastHash === hashes.at(-1) ? [] : ['the state does not follow from the last event']),
  ].map((error) => `${pk}: ${error}`);
}

function linkErrors(link: Link, expected: Pick<Link, 'pk' | 'sequence' | 'prevHash'>): string[] {
  const sk = `EVENT#${String(expected.sequence).padStart(12, '0')}`;
  return [
    ...(link.stream === expected.pk ? [] : [`an event of ${link.stream}`]),
    ...(link.sequence === expected.sequence && link.sk === sk ? [] : [`${link.sk} where ${sk} should be`]),
    ...(link.prevHash === expected.prevHash ? [] : [`event ${link.sequence} does not follow the one before`]),
    ...(link.hash === hashOf(link) ? [] : [`event ${link.sequence} is not what was hashed`]),
  ];
}
