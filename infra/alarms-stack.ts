import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type FunctionName, functionNames } from './grants.ts';
import { hurtBy } from './hurt.ts';
import { functionNameOf } from './lambda.ts';
import type { Settings } from './settings.ts';
import type { MachineName } from './workflow-stack.ts';

type Watched = {
  readonly deadLetters: Readonly<Record<string, Queue>>;
  readonly machineArns: Readonly<Record<MachineName, string>>;
  readonly apiId: string;
  readonly tableName: string;
};

type Watch = {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensionsMap: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum' | 'Average';
  /** The alarm goes off at this value within five minutes, or within the minutes given. */
  readonly from: number;
  readonly minutes?: number;
  /** Two sentences: who is hurt, and what to do. */
  readonly says: string;
};

const machineHurts: Readonly<Record<MachineName, string>> = {
  review: 'An application stands still between admission and award.',
  agreement: 'An award stands still before its agreement or its plan.',
  instalment: 'An instalment stands still, and its grantee waits for the money.',
};

const deadLetterHurts = {
  workflow: hurtBy['workflow-events'],
  mail: hurtBy.mail,
  statistics: hurtBy.statistics,
  intake: hurtBy.intake,
  outbox: hurtBy.outbox,
  reminders: hurtBy.reminders,
} as const satisfies Record<string, string>;

/** Tells an operator by mail what goes wrong. Every alarm says who is hurt and what to do. */
export class AlarmsStack extends Stack {
  readonly #action: SnsAction;
  readonly #stage: string;

  constructor(scope: Construct, id: string, settings: Settings, watched: Watched, props: StackProps) {
    super(scope, id, props);
    const topic = new Topic(this, 'Operators', { topicName: `hubang-${settings.stage}-alarms`, enforceSSL: true });
    if (settings.alarmsTo !== undefined) topic.addSubscription(new EmailSubscription(settings.alarmsTo));
    this.#action = new SnsAction(topic);
    this.#stage = settings.stage;
    for (const name of functionNames) this.#function(name);
    this.#queues(watched.deadLetters);
    this.#machines(watched.machineArns);
    this.#api(watched.apiId);
    this.#table(watched.tableName);
    this.#outboxAge();
    if (settings.mail.port === 'ses') this.#reputation();
  }

  #alarm(id: string, { from, says, minutes = 5, ...metric }: Watch) {
    const alarm = new Alarm(this, id, {
      alarmName: `hubang-${this.#stage}-${id}`,
      alarmDescription: says,
      metric: new Metric({ ...metric, period: Duration.minutes(minutes) }),
      threshold: from,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(this.#action);
  }

  #function(name: FunctionName) {
    const FunctionName = functionNameOf(this.#stage, name);
    const watch = { namespace: 'AWS/Lambda', dimensionsMap: { FunctionName }, statistic: 'Sum' } as const;
    this.#alarm(`${name}-errors`, {
      ...watch,
      metricName: 'Errors',
      from: 1,
      says: `${hurtBy[name]} Read the log of ${FunctionName}, and look at the last deployment first.`,
    });
    this.#alarm(`${name}-throttles`, {
      ...watch,
      metricName: 'Throttles',
      from: 1,
      says: `${hurtBy[name]} Lambda runs as many functions as the account may: find out what runs so often, or ask AWS for a higher limit.`,
    });
  }

  #queues(deadLetters: Watched['deadLetters']) {
    for (const [name, hurt] of Object.entries(deadLetterHurts)) {
      const queue = deadLetters[name];
      if (!queue) throw new Error(`There is no dead-letter queue ${name} to watch`);
      this.#alarm(`${name}-dead-letters`, {
        namespace: 'AWS/SQS',
        metricName: 'ApproximateNumberOfMessagesVisible',
        dimensionsMap: { QueueName: queue.queueName },
        statistic: 'Maximum',
        from: 1,
        says: `${hurt} What could not be handled waits here for 14 days: find the cause in the log, then redrive the queue.`,
      });
    }
  }

  #machines(machineArns: Watched['machineArns']) {
    for (const name of ['review', 'agreement', 'instalment'] as const)
      for (const metricName of ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'])
        this.#alarm(`${name}-${metricName.replace('Executions', '').toLowerCase()}`, {
          namespace: 'AWS/States',
          metricName,
          dimensionsMap: { StateMachineArn: machineArns[name] },
          statistic: 'Sum',
          from: 1,
          says: `${machineHurts[name]} Find the cause in the history of the execution, then restart it in the console of the platform, or its award if it is an instalment that is paid: it asks the table where things stand.`,
        });
  }

  #api(ApiId: string) {
    const watch = { namespace: 'AWS/ApiGateway', dimensionsMap: { ApiId }, statistic: 'Sum' } as const;
    this.#alarm('api-5xx', {
      ...watch,
      metricName: '5xx',
      from: 5,
      says: 'People see an error instead of what they asked for. See which routes and statuses the log of requests shows, then read the log of that function.',
    });
    this.#alarm('api-4xx', {
      ...watch,
      metricName: '4xx',
      from: 1000,
      says: 'Somebody tries doors, or a page of ours asks wrongly again and again, and others may be slowed down. Look for the address and the route in the log of requests.',
    });
  }

  #table(TableName: string) {
    for (const metricName of ['ReadThrottleEvents', 'WriteThrottleEvents'])
      this.#alarm(`table-${metricName.replace('ThrottleEvents', '').toLowerCase()}-throttles`, {
        namespace: 'AWS/DynamoDB',
        metricName,
        dimensionsMap: { TableName },
        statistic: 'Sum',
        from: 10,
        says: 'Everybody waits longer for pages and for saving. Find the key that is asked for so often in the contributor insights of the table.',
      });
  }

  #outboxAge() {
    this.#alarm('outbox-age', {
      namespace: 'AWS/Lambda',
      metricName: 'IteratorAge',
      dimensionsMap: { FunctionName: functionNameOf(this.#stage, 'outbox') },
      statistic: 'Maximum',
      from: 300_000,
      says: `${hurtBy.outbox} The stream is behind by five minutes and forgets after a day: repair the outbox, and republish the day if it took longer.`,
    });
  }

  #reputation() {
    const watch = { namespace: 'AWS/SES', dimensionsMap: {}, statistic: 'Average', minutes: 60 } as const;
    this.#alarm('mail-bounces', {
      ...watch,
      metricName: 'Reputation.BounceRate',
      from: 0.05,
      says: 'SES may stop our mail, and then nobody gets a notice. Find the addresses that bounce in the suppression list, and correct them with their owners.',
    });
    this.#alarm('mail-complaints', {
      ...watch,
      metricName: 'Reputation.ComplaintRate',
      from: 0.001,
      says: 'SES may stop our mail, because people call it unwanted. Find out which notice they complain of.',
    });
  }
}
