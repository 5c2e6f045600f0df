import { createHash, randomUUID } from 'node:crypto';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Invocation, Place } from '../engine.ts';
import { canonical } from './attribute-value.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Mapping } from './event-source-mapping.ts';
import type { StreamRecord } from './stream-reader.ts';

type Surroundings = {
  readonly place: Place;
  readonly checkpoints: Checkpoints;
  readonly ttlAttribute: string | undefined;
  /** What follows a service's name in its principal, and in its host name. */
  readonly urlSuffix: string;
};

/** A record as the function gets it. Real time in the engine's record becomes the run's time. */
export function toEvent(mapping: Mapping, surroundings: Surroundings, record: StreamRecord) {
  const { place } = surroundings;
  const { eventName, dynamodb, position } = record;
  const { ApproximateCreationDateTime, ...change } = dynamodb;
  const createdAt = Math.min(ApproximateCreationDateTime * 1000 + place.clock.offsetMs(), place.clock.now());
  return {
    createdAt,
    event: {
      eventID: createHash('md5')
        .update(canonical([mapping.table, position]))
        .digest('hex'),
      eventName,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: place.region,
      dynamodb: { ApproximateCreationDateTime: Math.floor(createdAt / 1000), ...change },
      eventSourceARN: mapping.streamArn,
      ...(isExpiry(mapping, surroundings, record) && {
        userIdentity: { type: 'Service', principalId: `dynamodb.${surroundings.urlSuffix}` },
      }),
    } satisfies Event,
  };
}
/** Images come from DynamoDB itself and are passed on as they are. */
type Event = Omit<DynamoDBRecord, 'dynamodb'> & { readonly dynamodb: unknown };

export const itemText = (table: string, key: unknown) => canonical([table, key]);

function isExpiry(
  mapping: Mapping,
  { checkpoints, ttlAttribute }: Surroundings,
  { eventName, dynamodb }: StreamRecord,
) {
  if (ttlAttribute === undefined || eventName !== 'REMOVE') return false;
  const expires = checkpoints.expiryOf(itemText(mapping.table, dynamodb.Keys));
  return expires !== undefined && (!dynamodb.OldImage || dynamodb.OldImage[ttlAttribute]?.['N'] === expires);
}

type Abandoned = {
  readonly condition: string;
  readonly retries: number;
  readonly records: readonly { readonly position: StreamRecord['position']; readonly createdAt: number }[];
  readonly answer: Invocation | undefined;
};

/** What AWS sends to the destination for failures: where the records lie in the stream, not the records. */
export function abandonedBatch(mapping: Mapping, place: Place, { condition, retries, records, answer }: Abandoned) {
  const [first, last] = [records[0], records.at(-1)];
  const instant = (at: number | undefined) => new Date(at ?? place.clock.now()).toISOString();
  return JSON.stringify({
    requestContext: {
      requestId: randomUUID(),
      functionArn: mapping.functionArn,
      condition,
      approximateInvokeCount: retries + 1,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: answer && !answer.ok ? 'Unhandled' : null,
    },
    version: '1.0',
    timestamp: instant(undefined),
    DDBStreamBatchInfo: {
      shardId: first?.position.shardId,
      startSequenceNumber: first?.position.sequence,
      endSequenceNumber: last?.position.sequence,
      approximateArrivalOfFirstRecord: instant(first?.createdAt),
      approximateArrivalOfLastRecord: instant(last?.createdAt),
      batchSize: records.length,
      streamArn: mapping.streamArn,
    },
  });
}
