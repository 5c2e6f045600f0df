import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { afterEach, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { Invocation, Invoke, Place, Resource } from '#infra/local/engine';
import { type QueuesEngine, queuesEngine } from '#infra/local/queues/queues-engine';
import { minutes, resource, scene, serve } from './queues-scene.ts';

const arn = (name: string) => `arn:aws-cn:sqs:cn-north-1:123456789012:${name}`;
const QueueUrl = 'http://127.0.0.1:1/123456789012/mail';
const mail = {
  QueueName: 'mail',
  VisibilityTimeout: 180,
  RedrivePolicy: { deadLetterTargetArn: arn('mail-dead'), maxReceiveCount: 3 },
};
const deadLetters = { QueueName: 'mail-dead', MessageRetentionPeriod: 1_209_600 };
const mapping = {
  EventSourceArn: arn('mail'),
  FunctionName: 'mail',
  FunctionResponseTypes: ['ReportBatchItemFailures'],
};

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const SqsEvent = z.object({
  Records: z.array(
    z.looseObject({
      messageId: z.string(),
      body: z.string(),
      attributes: z.record(z.string(), z.string()),
      messageAttributes: z.record(z.string(), z.unknown()),
    }),
  ),
});
type Answer = (records: SQSEvent['Records'] | z.output<typeof SqsEvent>['Records']) => Invocation | Promise<Invocation>;

type Setting = {
  readonly stateDir?: string;
  readonly mappings?: readonly Resource['properties'][];
  readonly queue?: object;
};

function run(answer: Answer, { stateDir, mappings = [mapping], queue = {} }: Setting = {}) {
  const { place, clock, clear } = scene(stateDir);
  const batches: z.output<typeof SqsEvent>['Records'][] = [];
  const invoke: Invoke = async (_functionArn, payload) => {
    const { Records } = z.parse(SqsEvent, payload);
    batches.push(Records);
    return answer(Records);
  };
  const engine = queuesEngine({
    place,
    queues: [
      resource('AWS::SQS::Queue', { ...mail, ...queue }, 'Stack.Mail'),
      resource('AWS::SQS::Queue', deadLetters, 'Stack.MailDead'),
    ],
    mappings: mappings.map((properties) => resource('AWS::Lambda::EventSourceMapping', properties, 'Stack.Mapping')),
    invoke,
  });
  engine.start();
  cleanups.push(clear, engine.stop);
  return { engine, clock, place, batches, bodies: () => batches.map((batch) => batch.map(({ body }) => body)) };
}

async function client({ engine, place }: { readonly engine: QueuesEngine; readonly place: Place }) {
  const door = await serve(engine, place);
  const sqs = new SQSClient(door.settings);
  cleanups.push(door.close, () => sqs.destroy());
  return { sqs, needed: door.needed };
}

const done: Answer = () => ({ ok: true, payload: undefined });
const thrown: Answer = () => ({ ok: false, errorType: 'Error', errorMessage: 'no' });

test('hands a message to its function at once, as a record of SQS, and forgets it when that succeeds', async () => {
  const { engine, clock, batches } = run(done);
  engine.send(arn('mail'), '{"a":1}', { kind: { DataType: 'String', StringValue: 'x' } });
  await clock.quiet();
  expect(batches).toEqual([
    [
      {
        messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        receiptHandle: expect.any(String),
        body: '{"a":1}',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: expect.stringMatching(/^\d{13}$/),
          SenderId: '123456789012',
          ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        },
        messageAttributes: {
          kind: { dataType: 'String', stringValue: 'x', stringListValues: [], binaryListValues: [] },
        },
        md5OfBody: 'bb6cb5c68df4652941caf652a366f2d8',
        md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
        eventSource: 'aws:sqs',
        eventSourceARN: arn('mail'),
        awsRegion: 'cn-north-1',
      },
    ],
  ]);
  expect(engine.counts(arn('mail'))).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
});

test('brings a failed message again after its visibility timeout, and after three times to the dead letters', async () => {
  const { engine, clock, batches } = run(thrown);
  engine.send(arn('mail'), 'poison');
  await clock.quiet();
  expect(engine.counts(arn('mail'))).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
  await clock.move(179_000);
  expect(batches).toHaveLength(1);
  await clock.move(minutes(60));
  expect(batches.map(([record]) => record?.attributes['ApproximateReceiveCount'])).toEqual(['1', '2', '3']);
  expect(engine.counts(arn('mail'))).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  expect(engine.counts(arn('mail-dead')).visible).toBe(1);
});

test('keeps only the messages of a batch that the function names as failed', async () => {
  const line = run((records) => ({
    ok: true,
    payload: {
      batchItemFailures: records
        .filter(({ body }) => body === 'b')
        .map(({ messageId }) => ({ itemIdentifier: messageId })),
    },
  }));
  const { clock, bodies } = line;
  const { sqs } = await client(line);
  const Entries = ['a', 'b', 'c'].map((MessageBody) => ({ Id: MessageBody, MessageBody }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  await clock.move(minutes(4));
  expect(bodies().flat().sort()).toEqual(['a', 'b', 'b', 'c']);
});

test.each([
  ['nothing', undefined, 0],
  ['null', null, 0],
  ['an empty object', {}, 0],
  ['an empty list', { batchItemFailures: [] }, 0],
  ['a null list', { batchItemFailures: null }, 0],
  ['a text', 'no', 1],
  ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }, 1],
  ['a null identifier', { batchItemFailures: [{ itemIdentifier: null }] }, 1],
  ['a misspelt key', { batchItemFailures: [{ messageId: 'x' }] }, 1],
  ['a message of another batch', { batchItemFailures: [{ itemIdentifier: 'x' }] }, 1],
])('reads the answer %s as Lambda does', async (_name, payload, inFlight) => {
  const { engine, clock } = run(() => ({ ok: true, payload }));
  engine.send(arn('mail'), 'one');
  await clock.quiet();
  expect(engine.counts(arn('mail')).inFlight).toBe(inFlight);
});

test('takes an answer as a success when the mapping does not ask for failures', async () => {
  const { engine, clock } = run(() => ({ ok: true, payload: 'no' }), {
    mappings: [{ ...mapping, FunctionResponseTypes: [] }],
  });
  engine.send(arn('mail'), 'one');
  await clock.quiet();
  expect(engine.counts(arn('mail')).inFlight).toBe(0);
});

test('runs no more batches at once than the mapping allows, and waits for all of them', async () => {
  let active = 0;
  let most = 0;
  const slow: Answer = async () => {
    active += 1;
    most = Math.max(most, active);
    await new Promise((resolve) => setTimeout(resolve, 20));
    active -= 1;
    return { ok: true, payload: undefined };
  };
  const { engine, clock, bodies } = run(slow, {
    mappings: [{ ...mapping, BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } }],
  });
  for (const body of ['1', '2', '3', '4', '5']) engine.send(arn('mail'), body);
  await clock.quiet();
  expect(bodies()).toEqual([['1'], ['2'], ['3'], ['4'], ['5']]);
  expect(most).toBe(2);
});

test('collects a batch for its window, by the clock that moves', async () => {
  const { engine, clock, bodies } = run(done, { mappings: [{ ...mapping, MaximumBatchingWindowInSeconds: 60 }] });
  engine.send(arn('mail'), 'a');
  await clock.move(30_000);
  engine.send(arn('mail'), 'b');
  await clock.quiet();
  expect(bodies()).toEqual([]);
  await clock.move(30_000);
  expect(bodies()).toEqual([['a', 'b']]);
});

test('deletes unseen what no filter matches', async () => {
  const Filters = [{ Pattern: JSON.stringify({ body: { kind: ['wanted'] } }) }];
  const { engine, clock, bodies } = run(done, { mappings: [{ ...mapping, FilterCriteria: { Filters } }] });
  for (const body of ['{"kind":"wanted"}', '{"kind":"other"}', 'not JSON']) engine.send(arn('mail'), body);
  await clock.quiet();
  expect(bodies()).toEqual([['{"kind":"wanted"}']]);
  expect(engine.counts(arn('mail'))).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
});

test('shows a delayed message when its delay is over, and forgets one after its retention period', async () => {
  const { engine, clock } = run(done, { mappings: [], queue: { DelaySeconds: 60, MessageRetentionPeriod: 3600 } });
  engine.send(arn('mail'), 'one');
  expect(engine.counts(arn('mail'))).toEqual({ visible: 0, inFlight: 0, delayed: 1 });
  await clock.move(minutes(1));
  expect(engine.counts(arn('mail')).visible).toBe(1);
  await clock.move(minutes(59));
  expect(engine.counts(arn('mail')).visible).toBe(0);
});

test('speaks to the SDK: sends, receives, hides, deletes, and tells what each call needs', async () => {
  const line = run(done, { mappings: [] });
  const { engine, clock } = line;
  const { sqs, needed } = await client(line);
  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'x' } };
  const sent = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '中文', MessageAttributes }));
  const receive = new ReceiveMessageCommand({
    QueueUrl,
    MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    MessageAttributeNames: ['All'],
  });
  const first = (await sqs.send(receive)).Messages?.[0];
  expect(first).toMatchObject({
    MessageId: sent.MessageId,
    Body: '中文',
    Attributes: { ApproximateReceiveCount: '1' },
    MessageAttributes,
    MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
  });
  const { ReceiptHandle } = first ?? {};
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 600 }));
  await clock.move(minutes(9));
  expect((await sqs.send(receive)).Messages).toBeUndefined();
  await clock.move(minutes(1));
  const again = (await sqs.send(receive)).Messages?.[0];
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  expect(engine.counts(arn('mail')).inFlight).toBe(1);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again?.ReceiptHandle }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessagesNotVisible: '0',
    QueueArn: arn('mail'),
    VisibilityTimeout: '180',
  });
  expect(needed.slice(0, 3)).toEqual([
    { action: 'sqs:SendMessage', resource: arn('mail') },
    { action: 'sqs:ReceiveMessage', resource: arn('mail') },
    { action: 'sqs:ChangeMessageVisibility', resource: arn('mail') },
  ]);
});

test('a long poll is answered by the message that arrives', async () => {
  const line = run(done, { mappings: [] });
  const { engine } = line;
  const { sqs } = await client(line);
  const waiting = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  setTimeout(() => engine.send(arn('mail'), 'late'), 100);
  expect((await waiting).Messages?.[0]?.Body).toBe('late');
});

test('moves dead letters back to the queue that they came from', async () => {
  let isBroken = true;
  const line = run((records) => (isBroken ? thrown(records) : done(records)));
  const { engine, clock, bodies } = line;
  const { sqs } = await client(line);
  engine.send(arn('mail'), 'later');
  await clock.move(minutes(30));
  expect(engine.counts(arn('mail-dead')).visible).toBe(1);
  isBroken = false;
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn('mail-dead') }));
  await clock.quiet();
  expect(bodies()).toHaveLength(4);
  expect(engine.counts(arn('mail-dead')).visible).toBe(0);
});

test('refuses an unknown queue, operation and parameter by name', async () => {
  const line = run(done);
  const { sqs } = await client(line);
  const unknown = sqs.send(new SendMessageCommand({ QueueUrl: 'http://127.0.0.1:1/1/none', MessageBody: 'x' }));
  await expect(unknown).rejects.toBeInstanceOf(QueueDoesNotExist);
  await expect(sqs.send(new ListQueuesCommand({}))).rejects.toThrow('does not support sqs:ListQueues');
  const grouped = sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', MessageGroupId: 'g' }));
  await expect(grouped).rejects.toThrow('does not support MessageGroupId in SendMessage');
});

test.each([
  ['a FIFO queue', { queue: { FifoQueue: true } }, /FifoQueue/],
  ['an unknown property of a mapping', { mappings: [{ ...mapping, Topics: [] }] }, /Topics/],
  ['a large batch without a window', { mappings: [{ ...mapping, BatchSize: 100 }] }, /MaximumBatchingWindowInSeconds/],
  ['a mapping of no queue', { mappings: [{ ...mapping, EventSourceArn: arn('none') }] }, /no queue of the template/],
  [
    'dead letters to nowhere',
    { queue: { RedrivePolicy: { deadLetterTargetArn: arn('x'), maxReceiveCount: 1 } } },
    /not in/,
  ],
])('does not start with %s', (_name, setting, message) => {
  expect(() => run(done, setting)).toThrow(message);
});
