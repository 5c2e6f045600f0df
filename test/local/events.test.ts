import { EventBridgeClient, PutEventsCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, expect, test, vi } from 'vitest';
import type { Invocation, Place, Resource } from '#infra/local/engine';
import { type EventsEngine, eventsEngine } from '#infra/local/events/events-engine';
import { type QueuesEngine, queuesEngine } from '#infra/local/queues/queues-engine';
import { arnOf, rule } from './events-resources.ts';
import { minutes, resource, scene, serve } from './queues-scene.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
  vi.restoreAllMocks();
});

type Setting = {
  readonly rules: readonly Resource['properties'][];
  readonly mayService?: (service: string, action: string, resourceArn: string, sourceArn: string) => boolean;
  readonly answer?: () => Invocation;
  readonly sendToQueue?: (send: QueuesEngine['send']) => QueuesEngine['send'];
};
type Invoked = { readonly arn: string; readonly payload: unknown; readonly at: number };

function run({ rules, mayService = () => true, answer, sendToQueue = (send) => send }: Setting) {
  const { place, clock, clear } = scene();
  const invoked: Invoked[] = [];
  const bodies: { readonly queue: string; readonly body: unknown; readonly attributes: unknown }[] = [];
  const invoke = async (arn: string, payload: unknown): Promise<Invocation> => {
    invoked.push({ arn, payload, at: clock.now() });
    return answer?.() ?? { ok: true, payload: undefined };
  };
  const queues = queuesEngine({
    place,
    queues: ['mail', 'dead'].map((QueueName) => resource('AWS::SQS::Queue', { QueueName })),
    mappings: [],
    invoke,
  });
  const send: QueuesEngine['send'] = (arn, body, attributes) => {
    const id = queues.send(arn, body, attributes);
    bodies.push({ queue: arn.slice(arn.lastIndexOf(':') + 1), body: JSON.parse(body), attributes });
    return id;
  };
  const engine = eventsEngine({
    place,
    buses: [resource('AWS::Events::EventBus', { Name: 'domain' })],
    rules: rules.map((properties) => resource('AWS::Events::Rule', properties, 'Stack.Awards')),
    sendToQueue: sendToQueue(send),
    invoke,
    mayService,
  });
  queues.start();
  engine.start();
  const stop = () => {
    queues.stop();
    engine.stop();
  };
  cleanups.push(clear, stop);
  return { engine, place, clock, invoked, bodies };
}

const toQueue = (properties: object = {}) =>
  rule({ Targets: [{ Id: 'Mail', Arn: arnOf.queue('mail'), ...properties }] });
const toFunction = (properties: object = {}) =>
  rule({ Targets: [{ Id: 'Mail', Arn: arnOf.function('mail'), ...properties }] });
const approved = {
  source: 'hubang',
  'detail-type': 'AwardApproved',
  detail: { id: 7, name: '沪"帮' },
  resources: ['r'],
};
const Entry = { EventBusName: 'domain', Source: 'hubang', DetailType: 'AwardApproved', Detail: '{"id":7}' };

async function client({ engine, place }: { readonly engine: EventsEngine; readonly place: Place }) {
  const door = await serve(engine, place);
  const bridge = new EventBridgeClient(door.settings);
  cleanups.push(door.close, () => bridge.destroy());
  return { bridge, needed: door.needed };
}

test('delivers what a rule matches to its queue and its function, whole', async () => {
  const Targets = [
    { Id: 'Queue', Arn: arnOf.queue('mail') },
    { Id: 'Function', Arn: arnOf.function('mail') },
  ];
  const line = run({ rules: [rule({ Targets })] });
  const { clock, invoked, bodies } = line;
  const { bridge, needed } = await client(line);
  const { FailedEntryCount, Entries } = await bridge.send(
    new PutEventsCommand({ Entries: [{ ...Entry, Resources: ['r'], Time: new Date('2026-03-01T00:00:00Z') }] }),
  );
  await clock.quiet();
  expect(FailedEntryCount).toBe(0);
  const event = {
    version: '0',
    id: Entries?.[0]?.EventId,
    source: 'hubang',
    'detail-type': 'AwardApproved',
    time: '2026-03-01T00:00:00Z',
    detail: { id: 7 },
    resources: ['r'],
    account: '123456789012',
    region: 'cn-north-1',
  };
  expect(bodies).toEqual([{ queue: 'mail', body: event, attributes: undefined }]);
  expect(invoked.map(({ payload }) => payload)).toEqual([event]);
  expect(needed).toEqual([
    {
      action: 'events:PutEvents',
      resource: 'arn:aws-cn:events:cn-north-1:123456789012:event-bus/domain',
      context: { 'events:source': ['hubang'], 'events:detail-type': ['AwardApproved'] },
    },
  ]);
});

test('leaves alone what no rule matches, other buses, and rules that are disabled', async () => {
  const { engine, clock, bodies } = run({ rules: [toQueue(), { ...toQueue(), Name: 'off', State: 'DISABLED' }] });
  engine.publish('domain', { ...approved, 'detail-type': 'AwardRefused' });
  engine.publish('default', approved);
  await clock.quiet();
  expect(bodies).toEqual([]);
  engine.publish('domain', approved);
  await clock.quiet();
  expect(bodies).toHaveLength(1);
});

test('answers entry by entry', async () => {
  const line = run({ rules: [toQueue()] });
  const { clock, bodies } = line;
  const { bridge } = await client(line);
  const answer = await bridge.send(
    new PutEventsCommand({
      Entries: [
        Entry,
        { ...Entry, Detail: 'no' },
        { ...Entry, Source: undefined },
        { ...Entry, EventBusName: 'none' },
        { ...Entry, Source: 'aws.s3' },
      ],
    }),
  );
  await clock.quiet();
  expect(answer.FailedEntryCount).toBe(4);
  expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
    undefined,
    'MalformedDetail',
    'InvalidArgument',
    'ResourceNotFoundException',
    'NotAuthorizedForSource',
  ]);
  expect(bodies).toHaveLength(1);
});

test('refuses eleven entries, 256 KB and what it does not know', async () => {
  const line = run({ rules: [] });
  const { bridge } = await client(line);
  const put = (Entries: object[]) => bridge.send(new PutEventsCommand({ Entries }));
  await expect(put(Array.from({ length: 11 }, () => Entry))).rejects.toThrow('1 to 10 entries');
  await expect(put([{ ...Entry, Detail: JSON.stringify({ text: 'x'.repeat(256 * 1024) }) }])).rejects.toThrow(
    'over the limit',
  );
  await expect(put([{ ...Entry, TraceHeader: 'x' }])).rejects.toThrow('does not support TraceHeader');
  await expect(bridge.send(new PutRuleCommand({ Name: 'x' }))).rejects.toThrow('does not support events:PutRule');
});

test.each([
  ['a constant', { Input: '{"go":true}' }, { go: true }],
  ['a part', { InputPath: '$.detail' }, approved.detail],
  [
    'a template of values',
    {
      InputTransformer: {
        InputPathsMap: { id: '$.detail.id', none: '$.detail.none' },
        InputTemplate: '{"id":<id>,"none":<none>,"rule":<aws.events.rule-name>}',
      },
    },
    { id: 7, none: '', rule: 'awards' },
  ],
  [
    'a template of texts',
    { InputTransformer: { InputPathsMap: { name: '$.detail.name' }, InputTemplate: '"hello <name>"' } },
    'hello 沪"帮',
  ],
])('gives a target %s', async (_name, properties, expected) => {
  const { engine, clock, bodies } = run({ rules: [toQueue(properties)] });
  engine.publish('domain', approved);
  await clock.quiet();
  expect(bodies.map(({ body }) => body)).toEqual([expected]);
});

test('without the permission of the queue an event goes to the dead letters, with the reason', async () => {
  const asked: string[] = [];
  const { engine, clock, bodies } = run({
    rules: [toQueue({ DeadLetterConfig: { Arn: arnOf.queue('dead') } })],
    mayService: (...question) => {
      asked.push(question.join(' '));
      return question[2] === arnOf.queue('dead');
    },
  });
  engine.publish('domain', approved);
  await clock.move(minutes(60));
  expect(asked[0]).toBe(`events sqs:SendMessage ${arnOf.queue('mail')} ${arnOf.rule('awards')}`);
  expect(bodies).toEqual([
    {
      queue: 'dead',
      body: expect.objectContaining({ detail: approved.detail }),
      attributes: expect.objectContaining({
        RULE_ARN: { DataType: 'String', StringValue: arnOf.rule('awards') },
        TARGET_ARN: { DataType: 'String', StringValue: arnOf.queue('mail') },
        ERROR_CODE: { DataType: 'String', StringValue: 'NO_PERMISSIONS' },
      }),
    },
  ]);
});

test('without permission and without dead letters an event is dropped, and that is said', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { engine, clock, bodies } = run({ rules: [toQueue()], mayService: () => false });
  engine.publish('domain', approved);
  await clock.quiet();
  expect(bodies).toEqual([]);
  expect(String(said.mock.calls[0]?.[0])).toContain('events dropped what was for domain/awards/Mail');
});

test('tries a target that fails again as its policy says, then gives it to the dead letters', async () => {
  let tries = 0;
  const { engine, clock, bodies } = run({
    rules: [toQueue({ RetryPolicy: { MaximumRetryAttempts: 3 }, DeadLetterConfig: { Arn: arnOf.queue('dead') } })],
    sendToQueue: (send) => (arn, body, attributes) => {
      if (arn === arnOf.queue('dead')) return send(arn, body, attributes);
      tries += 1;
      throw new Error('The queue is away.');
    },
  });
  engine.publish('domain', approved);
  await clock.quiet();
  expect(tries).toBe(1);
  await clock.move(minutes(30));
  expect(tries).toBe(4);
  expect(bodies.map(({ queue }) => queue)).toEqual(['dead']);
});

test('runs a function that failed twice more, after one and after two minutes', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { engine, clock, invoked } = run({
    rules: [toFunction()],
    answer: () => ({ ok: false, errorType: 'Error', errorMessage: 'no' }),
  });
  engine.publish('domain', approved);
  await clock.move(minutes(60));
  const [first, second, third, ...others] = invoked.map(({ at }) => at);
  expect(others).toEqual([]);
  expect(Math.round(((second ?? 0) - (first ?? 0)) / 1000)).toBe(60);
  expect(Math.round(((third ?? 0) - (second ?? 0)) / 1000)).toBe(120);
});

test.each([
  ['an unknown matcher', rule({ EventPattern: { source: [{ cidr: 'x' }] } }), /Stack\.Awards.*cidr/],
  [
    'a state machine as a target',
    rule({ Targets: [{ Id: 'x', Arn: 'arn:aws-cn:states:r:1:stateMachine:x' }] }),
    /states/,
  ],
  ['a target property that it does not know', toQueue({ SqsParameters: { MessageGroupId: 'x' } }), /SqsParameters/],
  ['a path that it cannot read', toQueue({ InputPath: '$..x' }), /\$\.\.x/],
  ['a template that names nothing', toQueue({ InputTransformer: { InputTemplate: '{"a":<b>}' } }), /<b>/],
  ['a template that is not JSON', toQueue({ InputTransformer: { InputTemplate: 'hello' } }), /not JSON/],
  ['a bus that is not there', { ...toQueue(), EventBusName: 'none' }, /not in the template/],
])('does not start with %s', (_name, properties, message) => {
  expect(() => run({ rules: [properties] })).toThrow(message);
});
