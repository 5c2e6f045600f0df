import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { Authorize, Place, Resource } from '#infra/local/engine';
import { type Destination, isFunction } from '#infra/local/events/deliveries';
import { retriesOf, retryProperties, rulesOf, supported } from '#infra/local/events/rules';
import type { ResourcePolicies } from '#infra/local/permissions';
import { parseAs } from '#infra/local/queues/template';
import { compileExpression, type NextRun } from './expression.ts';

/** Something of the template that runs by the clock, and all that gets a call when it is due. */
export type Scheduled = {
  readonly arn: string;
  /** Changes when the template changes when it runs. */
  readonly timing: string;
  readonly nextRun: NextRun;
  readonly targets: readonly {
    readonly destination: Destination;
    readonly payloadOf: (dueAt: number) => string;
  }[];
};

const Target = z.strictObject({
  Arn: z.string(),
  RoleArn: z.string(),
  Input: z.optional(z.string()),
  ...retryProperties,
});
const Schedule = z.strictObject({
  Name: z.string(),
  GroupName: z._default(z.string(), 'default'),
  Description: z.optional(z.string()),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z._default(z.string(), 'UTC'),
  StartDate: z.optional(z.string()),
  EndDate: z.optional(z.string()),
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal('OFF') }),
  State: z._default(z.enum(['ENABLED', 'DISABLED']), 'ENABLED'),
  Target,
});

/** The id of a role by its ARN, as `roleIds` finds it. */
export type RoleIdOf = (roleArn: string) => string | undefined;

/** The enabled schedules of EventBridge Scheduler. */
export function schedulesOf(
  place: Place,
  resources: readonly Resource[],
  authorize: Authorize,
  roleIdOf: RoleIdOf,
): readonly Scheduled[] {
  return resources.flatMap((resource): Scheduled[] => {
    const properties = parseAs(resource, Schedule);
    if (properties.State === 'DISABLED') return [];
    const { ScheduleExpression, ScheduleExpressionTimezone, StartDate, EndDate, Target } = properties;
    const arn = arnOf(place, properties.GroupName, properties.Name);
    const roleId = roleIdOf(Target.RoleArn);
    if (roleId === undefined) throw new Error(`${resource.id}: ${Target.RoleArn} is no role of the template.`);
    const destination: Destination = {
      key: arn,
      arn: supported(Target.Arn),
      origin: { attribute: 'SCHEDULE_ARN', arn },
      permit: (action, resourceArn) => authorize(roleId, { action, resource: resourceArn }),
      ...retriesOf(Target),
    };
    const timing = [ScheduleExpression, ScheduleExpressionTimezone, StartDate, EndDate].join(' ');
    const nextRun = within(compileExpression(ScheduleExpression, ScheduleExpressionTimezone), StartDate, EndDate);
    return [{ arn, timing, nextRun, targets: [{ destination, payloadOf: payloadOf(place, arn, Target) }] }];
  });
}

const arnOf = ({ partition, region, account }: Place, group: string, name: string) =>
  `arn:${partition}:scheduler:${region}:${account}:schedule/${group}/${name}`;

function within(nextRun: NextRun, startDate: string | undefined, endDate: string | undefined): NextRun {
  const startAt = instantOf(startDate) ?? Number.NEGATIVE_INFINITY;
  const endAt = instantOf(endDate) ?? Number.POSITIVE_INFINITY;
  return (after, anchorAt) => {
    const next = nextRun(Math.max(after, startAt - 1), Math.max(anchorAt, startAt));
    return next !== undefined && next <= endAt ? next : undefined;
  };
}

function instantOf(date: string | undefined): number | undefined {
  if (date === undefined) return undefined;
  const instant = Date.parse(date);
  if (Number.isNaN(instant)) throw new Error(`${date} is not a date.`);
  return instant;
}

/** The keywords of Scheduler that are the same at every attempt; its other ones are an error. */
function payloadOf(place: Place, arn: string, { Arn, Input }: z.output<typeof Target>): (dueAt: number) => string {
  if (Input === undefined) {
    if (!isFunction(Arn)) throw new Error(`${arn}: a queue needs an Input to be sent.`);
    return (dueAt) => JSON.stringify(scheduledEvent(place, arn, 'aws.scheduler', '{}', dueAt));
  }
  if (isFunction(Arn)) JSON.parse(Input);
  const values = (dueAt: number): Readonly<Record<string, string>> => ({
    '<aws.scheduler.schedule-arn>': arn,
    '<aws.scheduler.scheduled-time>': timestamp(dueAt),
    '<aws.scheduler.execution-id>': randomUUID(),
  });
  const known = new Set(Object.keys(values(0)));
  const keywords = Input.match(/<aws\.scheduler\.[\w-]+>/g) ?? [];
  const unknown = keywords.find((keyword) => !known.has(keyword));
  if (unknown !== undefined) throw new Error(`${arn}: the local run does not support ${unknown} in an Input.`);
  if (keywords.length === 0) return () => Input;
  return (dueAt) =>
    Object.entries(values(dueAt)).reduce((text, [keyword, value]) => text.replaceAll(keyword, value), Input);
}

/** The rules of EventBridge that have a schedule; theirs is in UTC. */
export const scheduledRulesOf = (
  place: Place,
  resources: readonly Resource[],
  mayService: ResourcePolicies['mayService'],
): readonly Scheduled[] =>
  rulesOf(place, resources, mayService).flatMap(({ arn, name, busName, scheduleExpression, targets }): Scheduled[] => {
    if (scheduleExpression === undefined) return [];
    if (busName !== 'default' || scheduleExpression.startsWith('at')) {
      throw new Error(`${arn}: a rule runs on the default bus, by rate(...) or cron(...).`);
    }
    return [
      {
        arn,
        timing: scheduleExpression,
        nextRun: compileExpression(scheduleExpression),
        targets: targets.map(({ destination, makeInput }) => ({
          destination,
          payloadOf: (dueAt) =>
            makeInput(scheduledEvent(place, arn, 'aws.events', {}, dueAt), {
              ruleArn: arn,
              ruleName: name,
              ingestedAt: timestamp(dueAt),
            }),
        })),
      },
    ];
  });

const scheduledEvent = ({ account, region }: Place, arn: string, source: string, detail: unknown, dueAt: number) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source,
  account,
  time: timestamp(dueAt),
  region,
  resources: [arn],
  detail,
});

const timestamp = (instant: number) => new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z');
