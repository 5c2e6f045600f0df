import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod/mini';
import type { Resource } from './engine.ts';
import type { S3Engine } from './s3/engine.ts';
import { parseAs } from './template/parse-as.ts';

const flag = z.union([z.boolean(), z.stringbool()]);
const Deployment = z.strictObject({
  ServiceToken: z.string(),
  SourceBucketNames: z.array(z.string()),
  SourceObjectKeys: z.array(z.string()),
  SourceMarkers: z.optional(z.array(z.strictObject({}))),
  DestinationBucketName: z.string(),
  DestinationBucketKeyPrefix: z.optional(z.string()),
  Prune: z._default(flag, true),
  Exclude: z.optional(z.array(z.string())),
  Include: z.optional(z.array(z.string())),
  SystemMetadata: z.optional(z.record(z.string(), z.string())),
  // These are about AWS's own side of it.
  WaitForDistributionInvalidation: z.optional(z.unknown()),
  DistributionId: z.optional(z.unknown()),
  DistributionPaths: z.optional(z.unknown()),
  OutputObjectKeys: z.optional(z.unknown()),
  SourceMarkersConfig: z.optional(z.unknown()),
});

/** Copies the built folders into their buckets, as the deployment's custom resource does on AWS. */
export function deployFolders(
  resources: readonly Resource[],
  assetAt: (objectKey: string) => string,
  s3: Pick<S3Engine, 'deployFolder'>,
): void {
  for (const resource of resources.filter(({ type }) => type === 'Custom::CDKBucketDeployment')) {
    const given = parseAs(resource, Deployment);
    const settings = {
      prune: given.Prune,
      ...(given.DestinationBucketKeyPrefix !== undefined && { prefix: given.DestinationBucketKeyPrefix }),
      ...(given.Exclude && { exclude: given.Exclude }),
      ...(given.Include && { include: given.Include }),
      ...(given.SystemMetadata && { systemMetadata: given.SystemMetadata }),
    };
    const whole = merged(given.SourceObjectKeys.map(assetAt));
    try {
      s3.deployFolder(given.DestinationBucketName, whole, settings);
    } finally {
      rmSync(whole, { recursive: true, force: true });
    }
  }
}

/** One folder of all sources: pruning after each of them would remove the ones before. */
function merged(folders: readonly string[]): string {
  const whole = mkdtempSync(path.join(tmpdir(), 'hubang-deployment-'));
  for (const folder of folders) cpSync(folder, whole, { recursive: true });
  return whole;
}
