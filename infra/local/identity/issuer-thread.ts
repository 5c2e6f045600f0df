import { createServer } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import { openStore } from '#infra/local/store';
import { openAccounts } from './accounts.ts';
import { type Ask, type Reply, requestSchema, settingsSchema } from './protocol.ts';
import { createProvider, mintAccessToken } from './provider.ts';
import { openKeys, openRecords } from './records.ts';
import { shiftDate } from './shifted-date.ts';
import { frontDesk } from './sign-in.ts';

const settings = settingsSchema.parse(workerData);
shiftDate(new BigInt64Array(settings.offset));

const db = openStore(settings.stateDir, 'identity');
const accounts = openAccounts(db);
const provider = createProvider({ ...settings, ...openKeys(db), adapter: openRecords(db), accounts });
frontDesk({ provider, accounts, origin: settings.origin });
provider.on('server_error', (_context, error) => console.error(error));

const server = createServer(provider.callback());
const say = (reply: Reply) => parentPort?.postMessage(reply);

async function close(): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  db.close();
}

async function fulfil(ask: Ask): Promise<unknown> {
  switch (ask.kind) {
    case 'add':
      return accounts.add(ask.account);
    case 'list':
      return accounts.list();
    case 'token':
      return mintAccessToken(provider, accounts, settings.audience, ask.account);
    case 'close':
      return close();
  }
}

parentPort?.on('message', (message: unknown) => {
  const { id, ask } = requestSchema.parse(message);
  fulfil(ask).then(
    (value) => say({ kind: 'answer', id, value }),
    (error: unknown) => say({ kind: 'refusal', id, message: error instanceof Error ? error.message : String(error) }),
  );
});

server.once('error', (error) => say({ kind: 'failed', message: error.message }));
server.listen(settings.port, '127.0.0.1', () => say({ kind: 'ready' }));
