import { AwsFault } from '../engine.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** One element with text, escaped; a carriage return would be lost by every XML parser if it stood there as itself. */
export const element = (name: string, text: string | number | boolean) =>
  `<${name}>${String(text)
    .replace(/[&<>"']/g, (found) => escapes[found] ?? found)
    .replaceAll('\r', '&#13;')}</${name}>`;

/** One element whose children are XML already. */
export const nest = (name: string, children: readonly string[]) => `<${name}>${children.join('')}</${name}>`;

export const document = (root: string) => declaration + root;

function readText(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    const found = entities[name ?? ''];
    if (found === undefined) throw malformed();
    return found;
  });
}

const malformed = () =>
  new AwsFault(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

const tagPattern =
  /^<Tag>(?:<Key>([^<]*)<\/Key>(?:<Value>([^<]*)<\/Value>|<Value\/>)|<Value>([^<]*)<\/Value><Key>([^<]*)<\/Key>)<\/Tag>/;

/** The tags of a PutObjectTagging body. It knows this one document and calls every other malformed. */
export function readTagging(body: string): readonly (readonly [string, string])[] {
  const flat = body
    .replace(/^\s*<\?xml[^?]*\?>/, '')
    .replace(/>\s+</g, '><')
    .trim();
  const inside = /^<Tagging(?: xmlns="[^"]*")?>(?:<TagSet>(.*)<\/TagSet>|<TagSet\/>)<\/Tagging>$/s.exec(flat);
  if (inside === null) throw malformed();
  const tags: (readonly [string, string])[] = [];
  let rest = inside[1] ?? '';
  while (rest !== '') {
    const tag = tagPattern.exec(rest);
    if (tag === null) throw malformed();
    tags.push([readText(tag[1] ?? tag[4] ?? ''), readText(tag[2] ?? tag[3] ?? '')]);
    rest = rest.slice(tag[0].length);
  }
  return tags;
}
