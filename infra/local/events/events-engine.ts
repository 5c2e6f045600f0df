import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import {
  AwsFault,
  type BusEvent,
  type Engine,
  type Invoke,
  type Need,
  type Place,
  type Publish,
  type Resource,
} from '#infra/local/engine';
import type { ResourcePolicies } from '#infra/local/permissions';
import { jsonEngine, operation } from '#infra/local/queues/json-engine';
import type { QueuesEngine } from '#infra/local/queues/queues-engine';
import { openStore } from '#infra/local/store';
import { createDeliveries, type Parcel } from './deliveries.ts';
import { busArn, busesOf, busNameIn, rulesOf } from './rules.ts';

type Events = {
  readonly place: Place;
  readonly buses: readonly Resource[];
  /** All rules of the template; what only has a schedule is left to `schedules`. */
  readonly rules: readonly Resource[];
  readonly sendToQueue: QueuesEngine['send'];
  readonly invoke: Invoke;
  readonly mayService: ResourcePolicies['mayService'];
};

export type EventsEngine = Engine & {
  readonly publish: Publish;
  readonly start: () => void;
  readonly stop: () => void;
};

type Entry = z.output<typeof Entry>;
const Entry = z.strictObject({
  Source: z.optional(z.string()),
  DetailType: z.optional(z.string()),
  Detail: z.optional(z.string()),
  EventBusName: z._default(z.string(), 'default'),
  Resources: z._default(z.array(z.string()), []),
  Time: z.optional(z.number()),
});
const PutEvents = z.strictObject({ Entries: z.array(Entry) });

const MOST_ENTRIES = 10;
const MOST_BYTES = 256 * 1024;

/** The buses of the template, their rules, and the delivery to every target. */
export function eventsEngine({
  place,
  buses,
  rules: resources,
  sendToQueue,
  invoke,
  mayService,
}: Events): EventsEngine {
  const { clock } = place;
  const busNames = busesOf(buses);
  const rules = rulesOf(place, resources, mayService).filter(({ matches }) => matches !== undefined);
  const stray = rules.find(({ busName }) => !busNames.has(busName));
  if (stray) throw new Error(`The rule ${stray.arn} is on the bus ${stray.busName}, which is not in the template.`);
  const destinations = new Map(
    rules.flatMap(({ targets }) => targets.map(({ destination }) => [destination.key, destination] as const)),
  );
  const store = openStore(place.stateDir, 'events');
  const deliveries = createDeliveries({ store, clock, name: 'events', destinations, sendToQueue, invoke });

  /** One parcel for each target of each rule that the event matches. */
  const parcelsOf = (busName: string, event: BusEvent): readonly Parcel[] => {
    const whole = { version: '0', ...event, account: place.account, region: place.region };
    const ingestedAt = timestamp(clock.now());
    return rules
      .filter((rule) => rule.busName === busName && rule.matches?.(whole) === true)
      .flatMap(({ arn, name, targets }) =>
        targets.map(({ destination, makeInput }) => ({
          key: destination.key,
          payload: makeInput(whole, { ruleArn: arn, ruleName: name, ingestedAt }),
        })),
      );
  };

  const put = (entries: readonly Entry[]) => {
    const accepted: Parcel[] = [];
    const results = entries.map((entry) => {
      const refusal = refusalOf(entry, busNames);
      if (refusal) return refusal;
      const event = eventOf(entry, clock.now());
      accepted.push(...parcelsOf(busNameIn(entry.EventBusName), event));
      return { EventId: event.id };
    });
    if (accepted.length > 0) deliveries.accept(accepted);
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  };

  const needs = ({ Entries }: z.output<typeof PutEvents>): readonly Need[] =>
    Entries.map((entry) => ({
      action: 'events:PutEvents',
      resource: busArn(place, busNameIn(entry.EventBusName)),
      context: { 'events:source': [entry.Source ?? ''], 'events:detail-type': [entry.DetailType ?? ''] },
    }));

  return {
    ...jsonEngine('events', '1.1', {
      PutEvents: operation(PutEvents, needs, ({ Entries }) => {
        checkEntries(Entries);
        return put(Entries);
      }),
    }),
    publish: (busName, event) => {
      if (!busNames.has(busName)) throw new Error(`There is no bus ${busName}.`);
      const time = timestamp(clock.now());
      const parcels = parcelsOf(busName, { id: randomUUID(), time, ...event });
      if (parcels.length > 0) deliveries.accept(parcels);
    },
    start: deliveries.start,
    stop: deliveries.stop,
  };
}

function checkEntries(entries: readonly Entry[]) {
  if (entries.length < 1 || entries.length > MOST_ENTRIES) {
    throw new AwsFault('ValidationException', `PutEvents takes 1 to ${MOST_ENTRIES} entries, not ${entries.length}.`);
  }
  const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (bytes > MOST_BYTES) {
    throw new AwsFault('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
}

/** As EventBridge counts it: a time is 14 bytes, texts are UTF-8. */
const sizeOf = ({ Time, Source, DetailType, Detail, Resources }: Entry) =>
  (Time === undefined ? 0 : 14) +
  [Source ?? '', DetailType ?? '', Detail ?? '', ...Resources].reduce((sum, part) => sum + Buffer.byteLength(part), 0);

/** EventBridge refuses entries one by one, in the answer. */
function refusalOf({ Source, DetailType, Detail, EventBusName }: Entry, busNames: ReadonlySet<string>) {
  const refused = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });
  for (const [name, value] of Object.entries({ Source, DetailType, Detail })) {
    if (!value)
      return refused('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
  }
  if (Source?.startsWith('aws.')) return refused('NotAuthorizedForSource', 'Not authorized for the source.');
  if (!isJsonObject(Detail ?? '')) return refused('MalformedDetail', 'Detail is malformed.');
  if (busNames.has(busNameIn(EventBusName))) return undefined;
  return refused('ResourceNotFoundException', `Event bus ${EventBusName} does not exist.`);
}

const eventOf = (entry: Entry, now: number): BusEvent => ({
  id: randomUUID(),
  source: entry.Source ?? '',
  'detail-type': entry.DetailType ?? '',
  time: timestamp(entry.Time === undefined ? now : entry.Time * 1000),
  detail: JSON.parse(entry.Detail ?? '{}'),
  resources: entry.Resources,
});

/** EventBridge writes times to the second. */
const timestamp = (instant: number) => new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z');

function isJsonObject(text: string): boolean {
  try {
    return z.safeParse(z.record(z.string(), z.unknown()), JSON.parse(text)).success;
  } catch {
    return false;
  }
}
