import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { bundle } from './bundle.ts';
import { functionNames } from './grants.ts';
import { addPlatform } from './platform.ts';
import { settingsOf, UnfitSettings } from './settings.ts';

// CDK's own look at the templates takes longer than everything else here; `npm run check` has it.
const app = new App({ builtinCloudFormationValidation: false });
const context: Readonly<Record<string, unknown>> = app.node.getAllContext();
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
// What the command line found out about whoever deploys; a setting of ours goes before.
const settings = read({ ...(account && { account }), ...(region && { region }), ...context });
const folderOf = bundle(functionNames);
addPlatform(app, settings, (name) => Code.fromAsset(folderOf(name)));
if (settings.isKept) {
  const { SolutionsChecks } = await import('./solutions-checks.ts');
  Validations.of(app).addPlugins(new SolutionsChecks(app));
}

/** What is wrong with the settings is for whoever gave them: the sentences alone, without the place in our code. */
function read(given: Readonly<Record<string, unknown>>) {
  try {
    return settingsOf(given);
  } catch (error) {
    if (!(error instanceof UnfitSettings)) throw error;
    console.error(error.message);
    return process.exit(1);
  }
}
