/** Something this platform can use where a region has it, and does without elsewhere. */
export type Feature = 'userPools' | 'ses' | 'ownCloudFrontDomain' | 'certificateManagerForCloudFront';

type Lack = {
  readonly feature: Feature;
  readonly regions: readonly string[];
  readonly says: string;
  readonly source: string;
  /** The day on which the source was read. */
  readonly asOf: string;
};

const china = ['cn-north-1', 'cn-northwest-1'] as const;
const guide = 'https://docs.amazonaws.cn/en_us/aws/latest/userguide';

/** What a region lacks. Look again before relying on an entry that is old: regions gain services, and rarely lose one. */
const lacks: readonly Lack[] = [
  {
    feature: 'userPools',
    regions: china,
    says: 'Amazon Cognito has no user pools here, so sign-in needs an OpenID Connect issuer of its own',
    source: `${guide}/cognito.html`,
    asOf: '2026-11-23',
  },
  {
    feature: 'ses',
    regions: china,
    says: 'Amazon SES is not offered here, so mail goes out through an SMTP server',
    source: `${guide}/services.html`,
    asOf: '2026-11-23',
  },
  {
    feature: 'ownCloudFrontDomain',
    regions: china,
    says: 'CloudFront serves nothing under its own domain here: it needs a domain with an ICP record',
    source: `${guide}/cloudfront.html`,
    asOf: '2026-11-23',
  },
  {
    feature: 'certificateManagerForCloudFront',
    regions: china,
    says: 'CloudFront takes no certificate of Certificate Manager here, only one uploaded to IAM',
    source: `${guide}/cloudfront.html`,
    asOf: '2026-11-23',
  },
];

/** Why a region lacks something, or undefined where it has it. A region not yet known is taken to have everything. */
export const lackOf = (region: string | undefined, feature: Feature): Lack | undefined =>
  lacks.find((lack) => lack.feature === feature && region !== undefined && lack.regions.includes(region));
