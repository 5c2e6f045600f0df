import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { startDynamodb } from '#infra/local/dynamodb/dynoxide-process';
import { type Mail, openMailboxStore } from '#infra/local/mail/mailbox';
import { openStore } from '#infra/local/store';

const Row = z.looseObject({ pk: z.string(), sk: z.string() });
export type Row = z.output<typeof Row>;
const Execution = z.object({ machineName: z.string(), name: z.string(), status: z.string() });
const Message = z.object({ queue: z.string(), body: z.string() });
const Delivery = z.object({ key: z.string() });

/** All that a run that has ended left behind. Nothing of the platform's own code takes part in reading it. */
export type Folder = {
  readonly rows: readonly Row[];
  readonly mails: readonly Mail[];
  readonly executions: readonly z.output<typeof Execution>[];
  /** Of all queues, those of dead letters among them. */
  readonly messages: readonly z.output<typeof Message>[];
  /** What rules and schedules had still to hand over. */
  readonly deliveries: readonly string[];
};

/** Reads the state folder of a run that has ended. */
export async function readFolder(stateDir: string): Promise<Folder> {
  const select = <Schema extends z.ZodMiniType>(name: string, sql: string, schema: Schema) => {
    const store = openStore(stateDir, name);
    try {
      return z.parse(z.array(schema), store.prepare(sql).all());
    } finally {
      store.close();
    }
  };
  return {
    rows: await rowsOf(stateDir),
    mails: openMailboxStore(stateDir, Date.now).list(),
    executions: select('states', 'SELECT machineName, name, status FROM executions', Execution),
    messages: select('queues', 'SELECT queue, body FROM messages', Message),
    deliveries: ['events', 'schedules'].flatMap((name) =>
      select(name, 'SELECT key FROM deliveries', Delivery).map(({ key }) => key),
    ),
  };
}

async function rowsOf(stateDir: string): Promise<readonly Row[]> {
  const region = 'cn-north-1';
  const endpoint = await startDynamodb({ stateDir, region }, (message) => console.error(message));
  const credentials = { accessKeyId: 'nobody', secretAccessKey: 'nothing' };
  const client = new DynamoDBClient({ endpoint: endpoint.url, region, credentials });
  try {
    const { TableNames: [TableName] = [] } = await client.send(new ListTablesCommand({}));
    return await scan(DynamoDBDocumentClient.from(client), z.parse(z.string(), TableName));
  } finally {
    client.destroy();
    await endpoint.stop();
  }
}

async function scan(client: DynamoDBDocumentClient, TableName: string): Promise<Row[]> {
  const found: Row[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName, ExclusiveStartKey, ConsistentRead: true }));
    found.push(...z.parse(z.array(Row), page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return found;
}
