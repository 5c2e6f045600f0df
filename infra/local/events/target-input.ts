import * as z from 'zod/mini';

/** Makes the JSON text that a target gets of an event. */
export type MakeInput = (event: unknown, rule: RuleFacts) => string;
type RuleFacts = { readonly ruleArn: string; readonly ruleName: string; readonly ingestedAt: string };

export const inputProperties = {
  Input: z.optional(z.string()),
  InputPath: z.optional(z.string()),
  InputTransformer: z.optional(
    z.strictObject({ InputPathsMap: z._default(z.record(z.string(), z.string()), {}), InputTemplate: z.string() }),
  ),
};
const Properties = z.object(inputProperties);

/** The whole event, a constant, a part of the event, or a template. What cannot be read is an error at start. */
export function compileInput({ Input, InputPath, InputTransformer }: z.output<typeof Properties>): MakeInput {
  if ([Input, InputPath, InputTransformer].filter((one) => one !== undefined).length > 1) {
    throw new Error('A target has one of Input, InputPath and InputTransformer.');
  }
  if (Input !== undefined) {
    const constant = JSON.stringify(JSON.parse(Input));
    return () => constant;
  }
  if (InputPath !== undefined) {
    const read = compilePath(InputPath);
    return (event) => JSON.stringify(read(event) ?? {});
  }
  if (!InputTransformer) return (event) => JSON.stringify(event);
  return compileTemplate(InputTransformer.InputTemplate, InputTransformer.InputPathsMap);
}

type Read = (event: unknown) => unknown;

function compilePath(path: string): Read {
  if (!/^\$(\.[\w-]+|\[\d+\])*$/.test(path)) throw new Error(`The local run does not support the JSON path ${path}.`);
  const keys = [...path.matchAll(/\.([\w-]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? index ?? '');
  return (event) => keys.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), event);
}

type Part =
  | { readonly text: string }
  | { readonly read: (event: unknown, rule: RuleFacts) => unknown; readonly isQuoted: boolean };

const reserved = {
  'aws.events.event': (event: unknown) => event,
  'aws.events.event.json': (event: unknown) => event,
  'aws.events.event.ingestion-time': (_event: unknown, rule: RuleFacts) => rule.ingestedAt,
  'aws.events.rule-arn': (_event: unknown, rule: RuleFacts) => rule.ruleArn,
  'aws.events.rule-name': (_event: unknown, rule: RuleFacts) => rule.ruleName,
};

function compileTemplate(template: string, paths: Readonly<Record<string, string>>): MakeInput {
  const readers = new Map<string, (event: unknown, rule: RuleFacts) => unknown>([
    ...Object.entries(reserved),
    ...Object.entries(paths).map(([name, path]) => [name, compilePath(path)] as const),
  ]);
  const parts = partsOf(template, readers);
  const trial = parts.map((part) => ('text' in part ? part.text : (part.isQuoted && ' ') || 'null')).join('');
  if (!isJson(trial)) throw new Error(`The input template is not JSON, nor a text in quotes: ${template}`);
  return (event, rule) =>
    parts.map((part) => ('text' in part ? part.text : write(part.read(event, rule), part))).join('');
}

/** A placeholder in quotes is part of a text; one outside is a whole value. */
function partsOf(template: string, readers: ReadonlyMap<string, (event: unknown, rule: RuleFacts) => unknown>) {
  let isQuoted = false;
  return template.split(/(<[^<>"]+>)/).map((piece): Part => {
    const name = piece.startsWith('<') && piece.endsWith('>') ? piece.slice(1, -1) : undefined;
    if (name === undefined) {
      if ((piece.replaceAll(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 1) isQuoted = !isQuoted;
      return { text: piece };
    }
    const read = readers.get(name);
    if (!read) throw new Error(`The input template names <${name}>, which is neither in its paths nor known.`);
    return { read, isQuoted };
  });
}

/** What is not in the event is an empty text, as in EventBridge. */
function write(value: unknown, { isQuoted }: { readonly isQuoted: boolean }): string {
  if (isQuoted) {
    const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
    return JSON.stringify(value === undefined ? '' : text).slice(1, -1);
  }
  return JSON.stringify(value ?? '');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
