import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { bucket } from '#functions/adapters/bucket';
import { clock } from '#functions/runtime/clock';
import { setting } from '#functions/runtime/env';
import { files } from './files.ts';
import { serve } from './serve.ts';

const origins = {
  issuer: setting('ISSUER'),
  signIn: setting('SIGN_IN_ORIGIN'),
  documents: setting('DOCUMENTS_ORIGIN'),
};
const deps = { fileAt: files(bucket(setting('WEB_BUCKET'))), origins, now: clock };

export const handler = (event: APIGatewayProxyEventV2) => serve(event, deps);
