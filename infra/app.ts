import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { bundle } from './bundle.ts';
import { functionNames } from './grants.ts';
import { addPlatform } from './platform.ts';
import { settingsOf } from './settings.ts';

const app = new App();
const context: Readonly<Record<string, unknown>> = app.node.getAllContext();
const settings = settingsOf({
  // What the command line found out about whoever deploys; a setting of ours goes before.
  ...(process.env['CDK_DEFAULT_ACCOUNT'] && { account: process.env['CDK_DEFAULT_ACCOUNT'] }),
  ...(process.env['CDK_DEFAULT_REGION'] && { region: process.env['CDK_DEFAULT_REGION'] }),
  ...context,
});
const folderOf = bundle(functionNames);
addPlatform(app, settings, (name) => Code.fromAsset(folderOf(name)));
