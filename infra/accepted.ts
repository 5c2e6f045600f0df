import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Says, finding by finding, why what cdk-nag found is meant to be so. */
export function accepted(construct: IConstruct, reasons: Readonly<Record<string, string>>) {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(construct).acknowledge({ id, reason });
}
