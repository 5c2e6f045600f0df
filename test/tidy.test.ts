import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** The style of the house as a test: what is banned, where, what to write instead, and what may deviate for a reason. */
type Rule = {
  readonly name: string;
  readonly banned: RegExp;
  readonly where: RegExp;
  readonly instead: string;
  readonly except?: Readonly<Record<string, string>>;
  /** A line that breaks the rule, and where: so that the rule itself is known to see something. */
  readonly planted: readonly [file: string, line: string];
};

const code = /\.(ts|tsx|mjs)$/;
const textRules: readonly Rule[] = [
  {
    name: 'the time of the machine in shared',
    banned: /\bnew Date\b|\bDate\.(now|parse|UTC)\b|\bDate\(/,
    where: /^shared\//,
    instead: 'Take an Instant as an argument: time is passed in.',
    planted: ['shared/domain/award.ts', 'const at = Date.now();'],
  },
  {
    name: 'the environment',
    banned: /\bprocess\s*\.\s*env\b/,
    where: /^(functions|shared|web)\//,
    instead: 'Ask setting() of functions/runtime/env.ts.',
    except: { 'functions/runtime/env.ts': 'The one place that reads it.' },
    planted: ['functions/calls/handler.ts', "const table = process.env['TABLE'];"],
  },
  {
    name: 'AWS clients',
    banned: /['"]@aws-sdk\//,
    where: /^(functions\/(?!adapters\/)|shared\/|web\/|infra\/)/,
    instead: 'Write or use an adapter in functions/adapters.',
    except: {
      'infra/tools/bench-bare.ts': 'The import that ours are compared with is that of the bare client.',
      'infra/tools/bench-door.ts': 'The calls that our commands are compared with are those of the bare client.',
    },
    planted: ['functions/calls/draft.ts', "import { S3Client } from '@aws-sdk/client-s3';"],
  },
  {
    name: 'scans of the table',
    banned: /\bScanCommand\b/,
    where: code,
    instead: 'Name the list in shared/table/access-patterns.ts and query it.',
    except: {
      'test/local/dynamodb.test.ts': 'It shows that a Scan is refused.',
      'test/journeys/folder.ts': 'It compares all rows of two runs, behind the platform.',
    },
    planted: ['functions/adapters/table.ts', "import { ScanCommand } from '@aws-sdk/lib-dynamodb';"],
  },
  {
    name: 'names that are right in one partition alone',
    banned: /arn:aws(-cn)?:|(?<!ServicePrincipal\('[a-z]+\.)amazonaws\.com/,
    where: /^(functions|infra|shared|web)\//,
    instead: 'Take partition and suffix from the stack, or from the Place of the run.',
    planted: ['infra/data-stack.ts', "const bucket = 'arn:aws:s3:::documents';"],
  },
  {
    name: 'status numbers of HTTP',
    banned: /\bstatus(Code)?\b\W{1,6}[1-5]\d\d\b/,
    where: /^(functions\/(?!runtime\/)|shared\/|web\/(?!client\/))/,
    instead: 'Return a refusal by its code; the screens look at the code as well.',
    except: {
      'functions/web/serve.ts': 'It serves files, and what it answers is no refusal of the platform.',
      'web/areas/portal/use-section.ts': 'What the gateway answers has no code, and decides whether to save again.',
      'web/areas/portal/use-upload.ts':
        'What the gateway answers has no code, and means that there is nothing to resume.',
    },
    planted: ['functions/calls/read.ts', 'return { statusCode: 404 };'],
  },
  {
    name: 'default exports',
    banned: /^export default\b|\bas default\b/m,
    where: code,
    instead: 'Export by name, so that it is called the same everywhere.',
    except: {
      '.dependency-cruiser.mjs': 'The tool asks for it.',
      'knip.config.ts': 'The tool asks for it.',
      'vitest.config.ts': 'The tool asks for it.',
      'web/vite.config.ts': 'The tool asks for it.',
    },
    planted: ['web/shell/app.tsx', 'export default function App() {'],
  },
  {
    name: 'barrels',
    banned: /^export \* /m,
    where: code,
    instead: 'Import from the file that has it.',
    planted: ['shared/domain/all.ts', "export * from './award.ts';"],
  },
  {
    name: 'replaced modules',
    banned: /\bvi\s*\.\s*(mock|doMock|hoisted)\b/,
    where: /^test\//,
    instead: 'Use the real engine, or pass what the code needs as an argument.',
    planted: ['test/functions/mail.test.ts', "vi.mock('nodemailer');"],
  },
  {
    name: 'tests that do not run, or alone',
    banned: /\b(it|test|describe)\.(only|skip|todo)\b/,
    where: /^test\//,
    instead: 'Mend it or delete it.',
    planted: ['test/domain/fund.test.ts', "it.skip('balances', () => {"],
  },
  {
    name: 'any',
    banned: /\bas any\b|:\s*any\b|<any[,>]|\bany\[\]/,
    where: /\.(ts|tsx)$/,
    instead: 'Parse it with a schema, or call it unknown.',
    planted: ['shared/domain/fund.ts', 'const fund = row as any;'],
  },
  {
    name: 'non-null assertions',
    banned: /[\w)\]]!(?=[.;,)[\]]|$)/m,
    where: /\.(ts|tsx)$/,
    instead: 'Say what happens when it is missing.',
    planted: ['shared/domain/fund.ts', 'const first = entries[0]!.amountFen;'],
  },
  {
    name: 'switched-off type checks',
    banned: /@ts-(ignore|expect-error|nocheck)\b/,
    where: code,
    instead: 'Make the types say what is the case.',
    planted: ['functions/calls/read.ts', '// @ts-ignore'],
  },
  {
    name: 'the large zod',
    banned: /from 'zod'/,
    where: code,
    instead: "import * as z from 'zod/mini': zod itself costs each Lambda 18 ms and the browser 94 KB.",
    planted: ['shared/domain/fund.ts', "import { z } from 'zod';"],
  },
  {
    name: 'imports across top-level folders by a relative path',
    banned: /from '(\.\.\/)+(functions|infra|shared|test)\//,
    where: code,
    instead: 'Write #functions/*, #infra/*, #shared/* or #test/*.',
    planted: ['functions/calls/read.ts', "import { Call } from '../../shared/domain/call.ts';"],
  },
  {
    name: 'chance',
    banned: /\bMath\.random\b/,
    where: /^(functions|shared)\//,
    instead: 'Use an id made by functions/adapters/new-id.ts, or take a source of chance as an argument.',
    except: { 'functions/adapters/patience.ts': 'Waits before another try are spread by chance.' },
    planted: ['shared/domain/review.ts', 'const expert = experts[Math.floor(Math.random() * 3)];'],
  },
  {
    name: 'markup from text',
    banned: /dangerouslySetInnerHTML|\.innerHTML\b/,
    where: /^web\//,
    instead: 'Let React write the text.',
    planted: ['web/shell/app.tsx', 'element.innerHTML = title;'],
  },
  {
    name: 'notes of what is left to do',
    banned: /\b(TODO|FIXME|XXX|HACK)\b/,
    where: /./,
    instead: 'Do it, or write the decision into DECISIONS.md.',
    planted: ['README.md', 'TODO: describe the mailbox'],
  },
  {
    name: 'paths of one machine',
    banned: /(^|[\s'"`(=])\/(work|tmp|root|home|Users)\//m,
    where: /./,
    instead: 'Use a path in the project, or tmpdir().',
    planted: ['test/local/clock.test.ts', "const dir = '/tmp/clock';"],
  },
];

const nameRules: readonly Rule[] = [
  {
    name: 'names that say nothing',
    // The services that people are given are a word of the domain, and a file may be named after them.
    banned: /(^|[/.-])(utils?|helpers?|commons?|managers?|misc|lib)([/.-]|$)|(^|\/)services\//,
    where: /./,
    instead: 'Name the concept.',
    planted: ['functions/adapters/date-utils.ts', ''],
  },
  {
    name: 'names that are not in kebab case',
    banned: /(^|\/)[^/]*[^a-z0-9./-][^/]*(\/|$)/,
    where: /\//,
    instead: 'Write small letters and hyphens.',
    planted: ['shared/domain/serviceRecord.ts', ''],
  },
  {
    name: 'top-level folders beside the five',
    banned: /^(?!(functions|infra|shared|test|web|\.ci)\/)[^/]+\//,
    where: /\//,
    instead: 'Put it where it belongs: infra, functions, shared, web or test.',
    planted: ['scripts/seed.ts', ''],
  },
  {
    name: 'index files',
    banned: /(^|\/)index\.(ts|tsx|mjs)$/,
    where: code,
    instead: 'Call the file what it is.',
    except: {
      'test/local/fixtures/echo/index.mjs': 'It stands for a bundle, which is called so.',
      'test/local/fixtures/unbundled/index.mjs': 'It stands for a bundle, which is called so.',
    },
    planted: ['shared/domain/index.ts', ''],
  },
];

const projectDir = path.resolve(import.meta.dirname, '..');
/** Made by tools, not written; what the state folders and the packages hold is not ours to judge. */
const notOurs = /^(node_modules|cdk\.out|dist|screens|coverage|\.git|\.hubang[^/]*)$/;
const isText = /\.(ts|tsx|mjs|css|html|md|json|svg|csv|txt)$/;

/** Every file of the project, by its path from the root with forward slashes. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(path.join(projectDir, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    // Below the root, hidden files are nobody's work but an editor's.
    const isLeftOut = folder === '' ? notOurs.test(name) : /^(generated$|\.)/.test(entry.name);
    if (isLeftOut) return [];
    return entry.isDirectory() ? filesIn(name) : [name];
  });
}

const applies = ({ where, except = {} }: Rule, file: string) => where.test(file) && !(file in except);
const breaks = (rule: Rule, file: string, text: string) => applies(rule, file) && rule.banned.test(text);

const files = filesIn('').filter((file) => file !== 'package-lock.json');
const texts = new Map(
  files
    // This file names everything that is banned.
    .filter((file) => isText.test(file) && file !== 'test/tidy.test.ts')
    .map((file) => [file, readFileSync(path.join(projectDir, file), 'utf8')]),
);

const lineOf = (text: string, banned: RegExp) => text.slice(0, text.search(banned)).split('\n').length;

describe('The project is free of', () => {
  it.each(textRules)('$name', (rule) => {
    const found = [...texts].filter(([file, text]) => breaks(rule, file, text));
    const places = found.map(([file, text]) => `${file}:${lineOf(text, rule.banned)}`);
    expect(places, rule.instead).toEqual([]);
  });

  it.each(nameRules)('$name', (rule) => {
    expect(
      files.filter((file) => breaks(rule, file, file)),
      rule.instead,
    ).toEqual([]);
  });
});

describe('A rule sees what it bans:', () => {
  it.each(textRules)('$name', (rule) => {
    const [file, line] = rule.planted;
    expect(breaks(rule, file, `// above\n${line}\n`)).toBe(true);
  });

  it.each(nameRules)('$name', (rule) => {
    const [file] = rule.planted;
    expect(breaks(rule, file, file)).toBe(true);
  });
});

describe('An exception is needed:', () => {
  const exceptions = [...textRules, ...nameRules].flatMap((rule) =>
    Object.keys(rule.except ?? {}).map((file) => ({ file, rule, name: rule.name })),
  );

  it.each(exceptions)('$file has $name', ({ file, rule }) => {
    const text = nameRules.includes(rule) ? file : texts.get(file);
    expect(text !== undefined && rule.banned.test(text), 'Delete the exception').toBe(true);
  });
});
