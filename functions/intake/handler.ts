import { bucket } from '#functions/adapters/bucket';
import { committer } from '#functions/adapters/committer';
import { eachMessage } from '#functions/adapters/messages';
import { reader } from '#functions/adapters/reader';
import { table } from '#functions/adapters/table';
import { clock } from '#functions/runtime/clock';
import { setting } from '#functions/runtime/env';
import { signatureScan } from './malware.ts';
import { ObjectCreated, receive } from './receive.ts';

const store = table(setting('TABLE'));
const deps = {
  ...reader(store),
  ...committer(store),
  ...bucket(setting('DOCUMENTS_BUCKET')),
  scan: signatureScan,
  now: clock,
};

export const handler = eachMessage(ObjectCreated, (message) => receive(message, deps));
