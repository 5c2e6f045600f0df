import { ArnFormat, Aws, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus, type EventPattern, Match, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnEventSourceMapping, type Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { subscriptions } from '#shared/contracts/subscriptions';
import { accepted } from './accepted.ts';
import type { FunctionName } from './grants.ts';
import { createFunction, type Surroundings } from './lambda.ts';
import { agreementMachine } from './machines/agreement.ts';
import { instalmentMachine } from './machines/instalment.ts';
import type { Machine, Substitutions } from './machines/machine.ts';
import { reviewMachine } from './machines/review.ts';

export const machines = { review: reviewMachine, agreement: agreementMachine, instalment: instalmentMachine } as const;
export type MachineName = keyof typeof machines;

const workerTimeoutSeconds = 60;

export type Consumed = { readonly queue: Queue; readonly deadLetters: Queue };

type Props = StackProps & {
  readonly surroundings: Surroundings;
  readonly streamArn: string;
  readonly documentsBucket: string;
};

/** What happens after a commit: the bus, the queues behind it, the state machines and the schedule. */
export class WorkflowStack extends Stack {
  readonly bus: EventBus;
  readonly mailQueue: Queue;
  /** Each dead-letter queue with what it holds. */
  readonly deadLetters: Readonly<Record<string, Queue>>;
  readonly machineArns: Readonly<Record<MachineName, string>>;
  readonly #surroundings: Surroundings;

  constructor(scope: Construct, id: string, { surroundings, streamArn, documentsBucket, ...props }: Props) {
    super(scope, id, props);
    const { stage } = surroundings;
    this.bus = new EventBus(this, 'Bus', { eventBusName: `hubang-${stage}` });
    const queues = {
      workflow: this.#queue('workflow'),
      mail: this.#queue('mail'),
      statistics: this.#queue('statistics'),
      intake: this.#queue('intake'),
    };
    const [outbox, reminders] = [this.#deadLetters('outbox'), this.#deadLetters('reminders')];
    for (const queue of [outbox, reminders])
      accepted(queue, { 'AwsSolutions-SQS3': 'It is a dead-letter queue: of the stream and of the schedule.' });
    this.mailQueue = queues.mail.queue;
    this.deadLetters = {
      workflow: queues.workflow.deadLetters,
      mail: queues.mail.deadLetters,
      statistics: queues.statistics.deadLetters,
      intake: queues.intake.deadLetters,
      outbox,
      reminders,
    };
    this.machineArns = {
      review: this.#machineArn(stage, 'review'),
      agreement: this.#machineArn(stage, 'agreement'),
      instalment: this.#machineArn(stage, 'instalment'),
    };
    this.#surroundings = this.#withOwn(surroundings, queues, outbox);

    const hubang = (types: readonly string[]): EventPattern => ({ source: ['hubang'], detailType: [...types] });
    this.#consumer('workflow-events', queues.workflow, hubang(subscriptions.workflow), 'workflow');
    this.#consumer('mail', queues.mail, hubang(subscriptions.mail), 'mail');
    this.#consumer('statistics', queues.statistics, hubang(subscriptions.statistics), 'statistics');
    this.#consumer('intake', queues.intake, uploadsTo(documentsBucket), 'intake');
    this.#outbox(streamArn, outbox);
    this.#reminders(reminders);
    const tasks = this.#function('workflow-tasks');
    for (const name of ['review', 'agreement', 'instalment'] as const) this.#machine(name, machines[name], tasks);
  }

  #withOwn(
    surroundings: Surroundings,
    { workflow, mail, statistics, intake }: Readonly<Record<'workflow' | 'mail' | 'statistics' | 'intake', Consumed>>,
    outbox: Queue,
  ): Surroundings {
    const { review, agreement, instalment } = this.machineArns;
    return {
      ...surroundings,
      settings: {
        ...surroundings.settings,
        BUS: this.bus.eventBusName,
        MAIL_QUEUE_URL: mail.queue.queueUrl,
        REVIEW_MACHINE: review,
        AGREEMENT_MACHINE: agreement,
        INSTALMENT_MACHINE: instalment,
      },
      arns: {
        ...surroundings.arns,
        bus: [this.bus.eventBusArn],
        workflowQueue: [workflow.queue.queueArn],
        mailQueue: [mail.queue.queueArn],
        statisticsQueue: [statistics.queue.queueArn],
        intakeQueue: [intake.queue.queueArn],
        outboxDeadLetters: [outbox.queueArn],
        reviewMachine: [review],
        agreementMachine: [agreement],
        instalmentMachine: [instalment],
      },
    };
  }

  #function(name: FunctionName) {
    const memory = name === 'intake' ? { memoryMb: 1024 } : {};
    return createFunction(this, name, this.#surroundings, { timeoutSeconds: workerTimeoutSeconds, ...memory });
  }

  #deadLetters(name: string) {
    return new Queue(this, `${name}-dead-letters`, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
  }

  #queue(name: string): Consumed {
    const deadLetters = this.#deadLetters(name);
    const queue = new Queue(this, `${name}-queue`, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      // Six times the function's own limit, so that a message under way is not handed out again.
      visibilityTimeout: Duration.seconds(6 * workerTimeoutSeconds),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
    });
    return { queue, deadLetters };
  }

  #consumer(name: FunctionName, { queue, deadLetters }: Consumed, eventPattern: EventPattern, rule: string) {
    const isOurs = eventPattern.source?.includes('hubang') === true;
    new Rule(this, `${rule}-rule`, {
      ...(isOurs && { eventBus: this.bus }),
      eventPattern,
      targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
    });
    new CfnEventSourceMapping(this, `${name}-source`, {
      functionName: this.#function(name).functionName,
      eventSourceArn: queue.queueArn,
      batchSize: 10,
      functionResponseTypes: ['ReportBatchItemFailures'],
    });
  }

  #outbox(streamArn: string, deadLetters: Queue) {
    const pattern = { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'EVENT#' }] } } } };
    new CfnEventSourceMapping(this, 'outbox-source', {
      functionName: this.#function('outbox').functionName,
      eventSourceArn: streamArn,
      startingPosition: 'TRIM_HORIZON',
      batchSize: 100,
      bisectBatchOnFunctionError: true,
      functionResponseTypes: ['ReportBatchItemFailures'],
      // By age, not by tries: a bus that is out for hours uses up any number of them. The stream itself forgets after a day.
      maximumRecordAgeInSeconds: 12 * 3_600,
      destinationConfig: { onFailure: { destination: deadLetters.queueArn } },
      filterCriteria: { filters: [{ pattern: JSON.stringify(pattern) }] },
    });
  }

  #reminders(deadLetters: Queue) {
    const lambda = this.#function('reminders');
    const role = new Role(this, 'reminders-schedule-role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [lambda.functionArn] }));
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }));
    const schedule = new CfnSchedule(this, 'reminders-schedule', {
      description: 'Looks every quarter of an hour for what is due',
      scheduleExpression: 'cron(0/15 * * * ? *)',
      scheduleExpressionTimezone: 'Asia/Shanghai',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: lambda.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ scheduledAt: '<aws.scheduler.scheduled-time>' }),
        retryPolicy: { maximumRetryAttempts: 5, maximumEventAgeInSeconds: 900 },
        deadLetterConfig: { arn: deadLetters.queueArn },
      },
    });
    schedule.node.addDependency(role);
  }

  /** Made of the machine's name: a function that answers it may name it without a circle of references. */
  #machineArn(stage: string, name: MachineName) {
    return this.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: `hubang-${stage}-${name}`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  #machine(name: MachineName, definition: Machine, tasks: Lambda) {
    const stateMachineName = `hubang-${this.#surroundings.stage}-${name}`;
    const substitutions: Substitutions = { Partition: Aws.PARTITION, TaskFunction: tasks.functionArn };
    const machine = new StateMachine(this, `${name}-machine`, {
      stateMachineName,
      definitionBody: DefinitionBody.fromString(JSON.stringify(definition)),
      definitionSubstitutions: substitutions,
      // Without the data: the payloads carry task tokens.
      logs: {
        level: LogLevel.ERROR,
        includeExecutionData: false,
        destination: new LogGroup(this, `${name}-machine-log`, {
          logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
          retention: RetentionDays.ONE_YEAR,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
      tracingEnabled: true,
    });
    machine.addToRolePolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [tasks.functionArn] }),
    );
    accepted(machine, {
      'AwsSolutions-SF1': 'Every step is an event in the table already; the log is for what failed.',
    });
    accepted(machine.role, {
      'AwsSolutions-IAM5':
        'IAM knows no resource for the delivery of logs and for X-Ray; CDK asks for both on behalf of Step Functions.',
    });
  }
}

/** S3 tells the default bus of every object; ours are those that wait to be taken in. */
const uploadsTo = (bucket: string): EventPattern => ({
  source: ['aws.s3'],
  detailType: ['Object Created'],
  detail: { bucket: { name: [bucket] }, object: { key: Match.prefix('quarantine/') } },
});
