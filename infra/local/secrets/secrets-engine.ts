import * as z from 'zod/mini';
import { AwsFault, type Engine, type Place, type Resource } from '#infra/local/engine';
import { jsonEngine, operation } from '#infra/local/queues/json-engine';
import { shortIdFor } from '#infra/local/template/names';
import { openSecrets } from '#infra/local/template/secrets';

const Named = z.object({ Name: z.string() });

/** Secrets Manager as far as functions use it: the present value of a secret of the template, by its ARN. */
export function secretsEngine({ place, secrets }: { place: Place; secrets: readonly Resource[] }): Engine {
  const { partition, region, account, stateDir } = place;
  const values = openSecrets(stateDir);
  const arnOf = (secret: Resource) => {
    const { Name } = z.parse(Named, secret.properties);
    return `arn:${partition}:secretsmanager:${region}:${account}:secret:${Name}-${shortIdFor(secret.id).slice(1, 7)}`;
  };
  const input = z.strictObject({ SecretId: z.string() });
  return jsonEngine('secretsmanager', '1.1', {
    GetSecretValue: operation(
      input,
      ({ SecretId }) => [{ action: 'secretsmanager:GetSecretValue', resource: SecretId }],
      ({ SecretId }) => {
        const found = secrets.find((secret) => arnOf(secret) === SecretId);
        if (!found)
          throw new AwsFault('ResourceNotFoundException', "Secrets Manager can't find the specified secret.", 400);
        const SecretString = values.valueOf(found.id, found.properties);
        return { ARN: SecretId, SecretString, VersionStages: ['AWSCURRENT'] };
      },
    ),
  });
}
