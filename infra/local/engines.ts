import type { Credentials } from './credentials.ts';
import { openDynamodb } from './dynamodb/open.ts';
import type { Authorize, Engine, Invoke, Meter, Place, Resource } from './engine.ts';
import { eventsEngine } from './events/events-engine.ts';
import { kmsEngine } from './kms/kms-engine.ts';
import { lambdaEngine } from './lambda/lambda-engine.ts';
import { mailEngine } from './mail/mail-engine.ts';
import type { Mailbox } from './mail/mailbox.ts';
import { authorizer, policiesOf, resourcePolicies, roleIds } from './permissions.ts';
import { queuesEngine } from './queues/queues-engine.ts';
import { type S3Engine, s3Engine } from './s3/engine.ts';
import { schedules as openSchedules } from './schedules/schedules.ts';
import { secretsEngine } from './secrets/secrets-engine.ts';
import { statesEngine } from './states/states-engine.ts';
import type { Template } from './template/load.ts';
import { urlSuffix } from './template/resolver.ts';

export type Settings = {
  readonly place: Place;
  readonly template: Template;
  readonly credentials: Credentials;
  readonly meter: Meter;
  readonly doorUrl: string;
};
export type Engines = {
  /** What stands behind the door. */
  readonly behindDoor: readonly Engine[];
  readonly authorize: Authorize;
  readonly invoke: Invoke;
  /** Does a function's own policy let an API call it? */
  readonly mayInvoke: (functionArn: string, sourceArn: string) => boolean;
  readonly s3: S3Engine;
  readonly mailbox: Mailbox;
  readonly pace: (ms: number) => void;
  /** Takes up what an earlier run left under way. To be called once the door is open. */
  readonly start: () => Promise<void>;
};

/** Registers what has to be ended; the last opened ends first. */
export type OnClose = (close: () => void | Promise<void>) => void;

const select =
  (resources: readonly Resource[]) =>
  (...types: readonly string[]) =>
    resources.filter(({ type }) => types.includes(type));

/** Event source mappings of one service, told from others by the ARN that they read from. */
const readingFrom = (service: string, mappings: readonly Resource[]) =>
  mappings.filter(({ properties }) => String(properties['EventSourceArn']).split(':')[2] === service);

/** Opens every engine of the run on the resources of the template. Nothing of them runs by itself before `start`. */
export async function openEngines(settings: Settings, onClose: OnClose): Promise<Engines> {
  const { place, template, credentials, meter, doorUrl } = settings;
  const { resources, assetAt } = template;
  const of = select(resources);
  const policies = resourcePolicies(resources);
  const authorize = authorizer(policiesOf(resources), policies);
  const roleIdOf = roleIds(resources);
  // A link that a role signed in an earlier run is judged before the role calls for the first time in this one.
  for (const { id } of of('AWS::IAM::Role')) credentials.of(id);

  const onCrash = (message: string) => console.error(message);
  const dynamodb = await openDynamodb({ place, meter, resources, urlSuffix, onCrash });
  onClose(dynamodb.stop);
  const functions = of('AWS::Lambda::Function');
  const lambda = lambdaEngine({ place, functions, assetAt, credentials, roleIdOf, doorUrl, meter });
  onClose(lambda.close);
  const { invoke } = lambda;

  const mappings = of('AWS::Lambda::EventSourceMapping');
  const queues = queuesEngine({ place, queues: of('AWS::SQS::Queue'), mappings: readingFrom('sqs', mappings), invoke });
  onClose(queues.stop);
  const { mayService } = policies;
  const rules = of('AWS::Events::Rule');
  const buses = of('AWS::Events::EventBus');
  const events = eventsEngine({ place, buses, rules, sendToQueue: queues.send, invoke, mayService });
  onClose(events.stop);
  const { publish } = events;
  const s3 = s3Engine({ place, buckets: of('AWS::S3::Bucket'), ...credentials, authorize, publish });
  onClose(s3.close);
  const schedules = openSchedules({
    place,
    schedules: of('AWS::Scheduler::Schedule'),
    rules,
    sendToQueue: queues.send,
    invoke,
    authorize,
    roleIdOf,
    mayService,
  });
  onClose(schedules.stop);
  const machines = of('AWS::StepFunctions::StateMachine');
  const states = statesEngine({ place, machines, invoke, authorize, roleIdOf: known(roleIdOf), publish, meter });
  onClose(states.stop);
  const identities = of('AWS::SES::EmailIdentity');
  const mail = mailEngine({ place, meter, ...(identities.length > 0 && { identities }) });
  const secrets = secretsEngine({ place, secrets: of('AWS::SecretsManager::Secret') });
  const kms = kmsEngine({ place, keys: of('AWS::KMS::Key'), aliases: of('AWS::KMS::Alias') });

  return {
    behindDoor: [dynamodb.engine, s3, kms, secrets, events, queues, states, mail],
    mailbox: mail.mailbox,
    authorize,
    invoke,
    mayInvoke: (functionArn, sourceArn) => mayService('apigateway', 'lambda:InvokeFunction', functionArn, sourceArn),
    s3,
    pace: schedules.pace,
    start: async () => {
      events.start();
      queues.start();
      s3.start();
      await states.start();
      schedules.start();
      dynamodb.startMappings(invoke, (queueArn, body) => {
        queues.send(queueArn, body);
      });
    },
  };
}

const known = (roleIdOf: (reference: string) => string | undefined) => (reference: string) => {
  const roleId = roleIdOf(reference);
  if (roleId === undefined) throw new Error(`${reference} is no role of the template`);
  return roleId;
};
