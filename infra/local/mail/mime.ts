/** The parts of a message that the mailbox shows. */
export type Message = {
  readonly headers: ReadonlyMap<string, string>;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

type Part = { readonly headers: ReadonlyMap<string, string>; readonly body: Buffer };

/** Reads a message of RFC 5322 with MIME: words and bodies in any charset that TextDecoder knows. */
export function parseMessage(raw: Buffer): Message {
  const whole = partOf(raw);
  const leaves = leavesOf(whole);
  return {
    headers: whole.headers,
    subject: whole.headers.get('subject') ?? '',
    text: textOf(leaves, 'text/plain'),
    html: textOf(leaves, 'text/html'),
  };
}

function partOf(raw: Buffer): Part {
  const end = /\r?\n\r?\n/.exec(raw.toString('latin1'));
  const headEnd = end ? end.index : raw.length;
  const bodyStart = end ? end.index + end[0].length : raw.length;
  const lines = raw
    .toString('utf8', 0, headEnd)
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
  const headers = lines.flatMap((line): [string, string][] => {
    const colon = line.indexOf(':');
    return colon > 0 ? [[line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())]] : [];
  });
  // The first one counts: Received and the like are repeated.
  return { headers: new Map(headers.reverse()), body: raw.subarray(bodyStart) };
}

/** The parts that are no multipart; an attachment is not shown. */
function leavesOf(part: Part): readonly Part[] {
  const type = part.headers.get('content-type') ?? 'text/plain';
  if (!/^multipart\//i.test(type)) {
    return /^attachment/i.test(part.headers.get('content-disposition') ?? '') ? [] : [part];
  }
  const boundary = parameterOf(type, 'boundary');
  if (boundary === undefined) return [];
  const sections = part.body.toString('latin1').split(`--${boundary}`).slice(1);
  return sections
    .filter((section) => !section.startsWith('--'))
    .flatMap((section) =>
      leavesOf(partOf(Buffer.from(section.replace(/^[ \t]*\r?\n/, '').replace(/\r?\n$/, ''), 'latin1'))),
    );
}

function textOf(leaves: readonly Part[], type: string): string {
  const part = leaves.find(({ headers }) =>
    (headers.get('content-type') ?? 'text/plain').toLowerCase().startsWith(type),
  );
  if (!part) return '';
  const charset = parameterOf(part.headers.get('content-type') ?? '', 'charset') ?? 'utf-8';
  const bytes = decodeTransfer(part.body, part.headers.get('content-transfer-encoding') ?? '7bit');
  return decode(bytes, charset).replaceAll('\r\n', '\n');
}

function decodeTransfer(body: Buffer, encoding: string): Buffer {
  const kind = encoding.trim().toLowerCase();
  if (kind === 'base64') return Buffer.from(body.toString('latin1'), 'base64');
  if (kind !== 'quoted-printable') return body;
  return unquote(body.toString('latin1').replaceAll(/[ \t]*=\r?\n/g, ''));
}

const unquote = (text: string) =>
  Buffer.from(
    text.replaceAll(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

/** Encoded words of RFC 2047; the space between two of them is none, and they may share a character. */
function decodeWords(value: string): string {
  const joined = value.replaceAll(/(=\?[^?]+\?[bq]\?[^?]*\?=)\s+(?==\?)/gi, '$1');
  return joined.replaceAll(/(?:=\?[^?]+\?[bq]\?[^?]*\?=)+/gi, (words) => {
    const all = [...words.matchAll(/=\?([^?]+)\?([bq])\?([^?]*)\?=/gi)];
    const bytes = all.map(([, , encoding = '', text = '']) =>
      encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : unquote(text.replaceAll('_', ' ')),
    );
    return decode(Buffer.concat(bytes), all[0]?.[1] ?? 'utf-8');
  });
}

function decode(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

const parameterOf = (header: string, name: string) =>
  new RegExp(`;\\s*${name}="?([^";]+)"?`, 'i').exec(header)?.[1]?.trim();

/** The addresses of a header: commas within quotes belong to a name. */
export const addressesIn = (header: string | undefined): string[] =>
  (header?.match(/(?:"(?:[^"\\]|\\.)*"|[^,])+/g) ?? []).map((one) => one.trim()).filter((one) => one.length > 0);
