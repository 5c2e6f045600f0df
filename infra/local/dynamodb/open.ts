import type { Invoke, Meter, Place, Resource } from '../engine.ts';
import { openCheckpoints } from './checkpoints.ts';
import { createTables } from './create-tables.ts';
import { startDynamodb } from './dynoxide-process.ts';
import { type DynamodbEngine, dynamodbEngine } from './engine.ts';
import { streamMappings } from './event-source-mapping.ts';
import { type Delivery, deliver, type SendToQueue } from './streams.ts';
import { tableDefinitions } from './tables.ts';
import { expireItems } from './ttl.ts';
import { createWire } from './wire.ts';

type Options = {
  readonly place: Place;
  readonly meter: Meter;
  readonly resources: readonly Resource[];
  /** What AWS::URLSuffix resolves to; service principals end in it. */
  readonly urlSuffix: string;
  readonly onCrash: (message: string) => void;
};

type LocalDynamodb = {
  readonly engine: DynamodbEngine;
  /** Begins to deliver the streams to the functions of the template, first what was left over from the last run. */
  readonly startMappings: (invoke: Invoke, sendToQueue: SendToQueue) => void;
  readonly stop: () => Promise<void>;
};

/** DynamoDB of a run: the process, the template's tables, the engine for the door, streams and expiry. */
export async function openDynamodb({ place, meter, resources, urlSuffix, onCrash }: Options): Promise<LocalDynamodb> {
  const tables = tableDefinitions(resources, place);
  const mappings = streamMappings(resources, place);
  for (const { id, table } of mappings) {
    const stream = tables.find(({ name }) => name === table)?.streamViewType;
    if (stream === undefined) throw new Error(`${id} reads a stream of ${table}, which has none`);
  }
  let deliveries: readonly (Delivery & { readonly table: string })[] = [];
  const endpoint = await startDynamodb(place, (message) => {
    onCrash(message);
    // It may have written what it could not acknowledge any more.
    for (const delivery of deliveries) delivery.kick();
  });
  const wire = createWire(endpoint.url, place.region);
  try {
    await createTables(wire, tables);
  } catch (error) {
    wire.close();
    await endpoint.stop();
    throw error;
  }
  const checkpoints = openCheckpoints(place);

  const engine = dynamodbEngine({ place, meter, tables, wire });
  const kick = (table: string) => {
    for (const delivery of deliveries) if (delivery.table === table) delivery.kick();
  };
  const expiry = expireItems({ place, wire, tables, checkpoints, onDelete: kick });
  engine.onWrite(expiry.note);
  engine.onWrite((written) => {
    for (const table of new Set(written.map(({ table: { name } }) => name))) kick(table);
  });

  return {
    engine,
    startMappings: (invoke, sendToQueue) => {
      const options = { place, wire, tables, checkpoints, invoke, sendToQueue, urlSuffix };
      deliveries = mappings.map((mapping) => ({ ...deliver(mapping, options), table: mapping.table }));
      for (const delivery of deliveries) delivery.kick();
      expiry.start().catch((cause: unknown) => console.error(new Error('Expiry could not be planned', { cause })));
    },
    stop: async () => {
      expiry.stop();
      await Promise.all(deliveries.map((delivery) => delivery.stop()));
      wire.close();
      checkpoints.close();
      await endpoint.stop();
    },
  };
}
