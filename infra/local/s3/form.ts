import { AwsFault } from '../engine.ts';

type Form = {
  /** Names in lower case. */
  readonly fields: Readonly<Record<string, string>>;
  readonly file: Buffer;
  readonly fileName: string;
};

const malformed = (why: string) =>
  new AwsFault(
    'MalformedPOSTRequest',
    `The body of your POST request is not well-formed multipart/form-data (${why}).`,
  );

const preDataLimit = 20 * 1_024;

/** Reads a browser's form: the fields before `file`, and `file`. What comes after the file is ignored, as S3 does. */
export function readForm(body: Buffer, contentType: string): Form {
  const boundary = /boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType);
  const delimiter = boundary?.[1] ?? boundary?.[2];
  if (delimiter === undefined) throw malformed('no boundary');
  const fields: Record<string, string> = {};
  let bytes = 0;
  for (const part of parts(body, `--${delimiter}`)) {
    if (part.name.toLowerCase() === 'file') return { fields, file: part.content, fileName: part.fileName };
    bytes += part.name.length + part.content.length;
    if (bytes > preDataLimit)
      throw new AwsFault(
        'MaxPostPreDataLengthExceeded',
        'Your POST request fields preceding the upload file were too large.',
        400,
        { MaxPostPreDataLengthBytes: preDataLimit },
      );
    const name = part.name.toLowerCase();
    if (fields[name] !== undefined)
      throw new AwsFault('InvalidArgument', `The field ${part.name} stands twice in the form.`, 400, {
        ArgumentName: part.name,
      });
    fields[name] = part.content.toString();
  }
  throw new AwsFault('InvalidArgument', 'POST requires exactly one file upload per request.', 400, {
    ArgumentName: 'file',
    ArgumentValue: '0',
  });
}

type Part = { readonly name: string; readonly fileName: string; readonly content: Buffer };

function* parts(body: Buffer, delimiter: string): Generator<Part> {
  let at = body.indexOf(delimiter);
  if (at !== 0 && body.toString('latin1', at - 2, at) !== '\r\n')
    throw malformed('it does not begin with its boundary');
  for (;;) {
    at += delimiter.length;
    if (body.toString('latin1', at, at + 2) === '--') return;
    if (body.toString('latin1', at, at + 2) !== '\r\n') throw malformed('a boundary does not end its line');
    const head = body.indexOf('\r\n\r\n', at);
    const end = body.indexOf(`\r\n${delimiter}`, head === -1 ? at : head + 2);
    if (head === -1 || end === -1) throw malformed('a part has no end');
    yield {
      ...disposition(body.toString('utf8', at + 2, head)),
      content: body.subarray(head + 4, Math.max(end, head + 4)),
    };
    at = end + 2;
  }
}

function disposition(head: string): { readonly name: string; readonly fileName: string } {
  const line = head.split('\r\n').find((each) => /^content-disposition:\s*form-data/i.test(each));
  const name = /[;\s]name="([^"]*)"/i.exec(line ?? '')?.[1];
  if (name === undefined) throw malformed('a part has no name');
  const path = /[;\s]filename="([^"]*)"/i.exec(line ?? '')?.[1] ?? '';
  return { name: unquote(name), fileName: unquote(path).split(/[\\/]/).at(-1) ?? '' };
}

/** Browsers write the three characters that would break the header line percent-encoded. */
const unquote = (text: string) => text.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
