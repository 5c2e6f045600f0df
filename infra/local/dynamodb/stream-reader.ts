import * as z from 'zod/mini';
import { Item, same } from './attribute-value.ts';
import { type Wire, WireError } from './wire.ts';

/** Where reading stands: behind a record of a shard, or at its start. */
export type Position = { readonly shardId: string; readonly sequence: string | undefined };

const Change = z.object({
  ApproximateCreationDateTime: z.number(),
  Keys: Item,
  NewImage: z.optional(Item),
  OldImage: z.optional(Item),
  SequenceNumber: z.string(),
  SizeBytes: z.optional(z.number()),
  StreamViewType: z.string(),
});
const Records = z.object({
  Records: z.array(z.object({ eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']), dynamodb: Change })),
  NextShardIterator: z.optional(z.nullable(z.string())),
});

export type StreamRecord = z.output<typeof Records>['Records'][number] & { readonly position: Position };

const Streams = z.object({ Table: z.object({ LatestStreamArn: z.optional(z.string()) }) });
const Described = z.object({
  StreamDescription: z.object({
    Shards: z.array(z.object({ ShardId: z.string(), ParentShardId: z.optional(z.string()) })),
    LastEvaluatedShardId: z.optional(z.string()),
  }),
});

const PAGE = 1000;

/** Reads a table's stream from a position on, shard after shard, in the order of the writes. */
export function streamReader(wire: Wire, table: string, from: Position | undefined) {
  let position = from;
  let iterator: string | undefined;
  let arn: string | undefined;

  const streamArn = async () => {
    arn ??= (await wire.ask('DescribeTable', { TableName: table }, Streams)).Table.LatestStreamArn;
    if (arn === undefined) throw new Error(`Table ${table} has no stream`);
    return arn;
  };

  const open = async () => {
    const StreamArn = await streamArn();
    position ??= await firstShard(wire, StreamArn);
    if (!position) return undefined;
    const { shardId, sequence } = position;
    const request = {
      StreamArn,
      ShardId: shardId,
      ...(sequence === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: sequence }),
    };
    return (await wire.ask('GetShardIterator', request, z.object({ ShardIterator: z.string() }))).ShardIterator;
  };

  const page = async (): Promise<readonly StreamRecord[]> => {
    iterator ??= await open();
    if (iterator === undefined || !position) return [];
    const { shardId } = position;
    const read = await wire.ask('GetRecords', { ShardIterator: iterator, Limit: PAGE }, Records);
    const records = read.Records.map((record) => ({
      ...record,
      position: { shardId, sequence: record.dynamodb.SequenceNumber },
    }));
    position = records.at(-1)?.position ?? position;
    iterator = read.NextShardIterator ?? undefined;
    if (iterator !== undefined || records.length > 0) return records;
    const next = await childOf(wire, await streamArn(), shardId);
    if (!next) return [];
    position = next;
    return page();
  };

  /** The records after what was read last; none when the end is reached for now. */
  const read = async () => {
    try {
      return await page();
    } catch (error) {
      // Iterators age; a new one from the same position goes on where this one stood.
      if (!(error instanceof WireError && error.code === 'ExpiredIteratorException')) throw error;
      iterator = undefined;
      return page();
    }
  };
  return { read };
}

async function shardsOf(wire: Wire, StreamArn: string) {
  const { Shards, LastEvaluatedShardId } = (await wire.ask('DescribeStream', { StreamArn }, Described))
    .StreamDescription;
  const parents = new Set(Shards.map(({ ParentShardId }) => ParentShardId));
  const leaves = Shards.filter(({ ShardId }) => !parents.has(ShardId));
  // Order over the whole stream holds only while its shards form one chain, as those of one machine do.
  if (leaves.length > 1 || LastEvaluatedShardId !== undefined) {
    throw new Error(`The local run reads streams of one open shard, not ${leaves.length}`);
  }
  return Shards;
}

const startOf = (shard: { readonly ShardId: string } | undefined): Position | undefined =>
  shard && { shardId: shard.ShardId, sequence: undefined };

async function firstShard(wire: Wire, arn: string) {
  const shards = await shardsOf(wire, arn);
  const ids = new Set(shards.map(({ ShardId }) => ShardId));
  return startOf(shards.find(({ ParentShardId }) => ParentShardId === undefined || !ids.has(ParentShardId)));
}

const childOf = async (wire: Wire, arn: string, shardId: string) =>
  startOf((await shardsOf(wire, arn)).find(({ ParentShardId }) => ParentShardId === shardId));

/** AWS writes no record for a write that leaves the item as it was; the embedded engine does. */
export const isChange = ({ eventName, dynamodb: { OldImage, NewImage } }: StreamRecord) =>
  !(eventName === 'MODIFY' && OldImage && NewImage && same(OldImage, NewImage));
