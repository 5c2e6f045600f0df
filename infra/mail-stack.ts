import { SecretValue, Stack, type StackProps } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { accepted } from './accepted.ts';
import type { MailPort } from './settings.ts';

const domainOf = (address: string) => address.slice(address.indexOf('@') + 1);

/** How mail leaves: a domain verified with SES, or the address of an SMTP server kept as a secret. */
export class MailStack extends Stack {
  /** What the mail function may send as, or with. */
  readonly senders: readonly string[];
  readonly smtpSecret: Secret | undefined;
  readonly configurationSetName: string | undefined;

  constructor(scope: Construct, id: string, mail: MailPort, props: StackProps) {
    super(scope, id, props);
    if (mail.port === 'smtp') {
      this.senders = [];
      this.smtpSecret = this.#secret(mail.url);
      return;
    }
    const configurationSet = new ConfigurationSet(this, 'Delivery', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    const domain = new EmailIdentity(this, 'Domain', {
      identity: Identity.domain(domainOf(mail.from)),
      configurationSet,
    });
    this.configurationSetName = configurationSet.configurationSetName;
    const named = (resource: string, resourceName: string) =>
      this.formatArn({ service: 'ses', resource, resourceName });
    this.senders = [
      named('identity', domain.emailIdentityName),
      named('configuration-set', configurationSet.configurationSetName),
    ];
  }

  #secret(url: string | undefined) {
    const secret = new Secret(this, 'SmtpUrl', {
      description: 'smtps://user:password@host:port of the mail server; set it once after deploying',
      ...(url !== undefined && { secretStringValue: SecretValue.unsafePlainText(url) }),
    });
    accepted(secret, {
      'AwsSolutions-SMG4': 'The password belongs to a mail server elsewhere: only its operator can change it there.',
    });
    return secret;
  }
}
