import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AccountRecovery, Mfa, OAuthScope, UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { accepted } from './accepted.ts';
import type { Settings } from './settings.ts';

/** A user pool for regions that have one. The token only says who somebody is; what they may do is in the table. */
export class IdentityStack extends Stack {
  readonly issuer: string;
  readonly clientId: string;
  /** Where the pages for signing in are, and where tokens are fetched. */
  readonly signInOrigin: string;

  constructor(scope: Construct, id: string, { origin, isKept }: Settings, prefix: string, props: StackProps) {
    super(scope, id, props);
    const pool = new UserPool(this, 'People', {
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      autoVerify: { email: true },
      signInCaseSensitive: false,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      deletionProtection: isKept,
      removalPolicy: isKept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    accepted(pool, {
      'AwsSolutions-COG2':
        'Applicants are small organisations that often share one telephone: a second factor is offered, not forced.',
      'AwsSolutions-COG8': 'The Plus plan bills each person who signs in; decisions on money need two people anyway.',
    });
    const domain = pool.addDomain('SignIn', { cognitoDomain: { domainPrefix: prefix } });
    const client = new UserPoolClient(this, 'Web', {
      userPool: pool,
      // A browser keeps no secret; the code is bound to it by PKCE.
      generateSecret: false,
      preventUserExistenceErrors: true,
      authFlows: {},
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID],
        callbackUrls: [`${origin}/sign-in/callback`],
        logoutUrls: [`${origin}/`],
      },
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(12),
      enableTokenRevocation: true,
    });
    this.issuer = pool.userPoolProviderUrl;
    this.clientId = client.userPoolClientId;
    this.signInOrigin = domain.baseUrl();
  }
}
