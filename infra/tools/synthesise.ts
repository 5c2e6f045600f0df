import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import * as z from 'zod/mini';
import { addPlatform } from '#infra/platform';
import { settingsOf } from '#infra/settings';
import { SolutionsChecks } from '#infra/solutions-checks';

const Json = z.record(z.string(), z.unknown());
const TemplateBody = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z._default(Json, {}) })),
});
const Report = z.object({
  pluginReports: z.array(
    z.object({
      violations: z.array(
        z.object({
          ruleName: z.string(),
          description: z.string(),
          violatingConstructs: z._default(z.array(z.object({ constructPath: z.optional(z.string()) })), []),
        }),
      ),
    }),
  ),
});

export type Template = z.output<typeof TemplateBody> & { readonly stack: string; readonly text: string };
export type Synthesis = {
  readonly templates: readonly Template[];
  /** What cdk-nag and CDK itself found. */
  readonly violations: readonly string[];
  readonly outDir: string;
};

const projectDir = path.resolve(import.meta.dirname, '../..');
const contextOfProject = () =>
  z.parse(z.object({ context: Json }), JSON.parse(readFileSync(path.join(projectDir, 'cdk.json'), 'utf8'))).context;

/** Settings with which the platform can be synthesised for a region, as somebody there would give them. */
export const settingsFor = (region: string): Readonly<Record<string, string>> => ({
  stage: 'prod',
  region,
  mailFrom: 'notice@hubang.example.org',
  foundationName: '示例慈善基金会',
  firstAdministrator: 'administrator@hubang.example.org',
  origin: 'https://hubang.example.org',
  ...(region.startsWith('cn-') && { issuer: 'https://id.example.org', audience: 'hubang', clientId: 'hubang-web' }),
});

/** Synthesises the platform, with cdk-nag when asked for; what the functions contain does not matter to it. */
export function synthesise(
  given: Readonly<Record<string, unknown>>,
  { validates, change }: { readonly validates: boolean; readonly change?: (app: App) => void },
): Synthesis {
  const folder = mkdtempSync(path.join(tmpdir(), 'hubang-synth-'));
  const code = path.join(folder, 'code');
  mkdirSync(code);
  writeFileSync(path.join(code, 'index.mjs'), 'export const handler = async () => ({});\n');
  const outDir = path.join(folder, 'cdk.out');
  const app = new App({ outdir: outDir, context: contextOfProject(), builtinCloudFormationValidation: validates });
  addPlatform(app, settingsOf(given), () => Code.fromAsset(code));
  change?.(app);
  if (validates) Validations.of(app).addPlugins(new SolutionsChecks(app));
  const failure = synthFailure(app);
  const violations = validates ? violationsIn(outDir) : [];
  if (failure !== undefined && violations.length === 0) throw failure;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return { templates: failure === undefined ? templatesOf(app) : [], violations, outDir };
}

/** A plugin that finds something makes the synthesis fail, after the report was written. */
function synthFailure(app: App): unknown {
  try {
    app.synth();
    return undefined;
  } catch (error) {
    return error;
  }
}

const templatesOf = (app: App): readonly Template[] =>
  app.synth().stacks.map(({ stackName, template }) => {
    const body: unknown = template;
    return { stack: stackName, text: JSON.stringify(body), ...z.parse(TemplateBody, body) };
  });

function violationsIn(outDir: string): readonly string[] {
  const report = z.parse(Report, JSON.parse(readFileSync(path.join(outDir, 'validation-report.json'), 'utf8')));
  return report.pluginReports.flatMap(({ violations }) =>
    violations.map(
      ({ ruleName, description, violatingConstructs }) =>
        `${ruleName}: ${description} (${violatingConstructs.map(({ constructPath }) => constructPath).join(', ')})`,
    ),
  );
}
