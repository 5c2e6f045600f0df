import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const given = new WeakMap<IConstruct, Readonly<Record<string, string>>>();

/** Says, rule by rule, why what cdk-nag finds on a construct is meant to be so. */
export function accepted(construct: IConstruct, reasons: Readonly<Record<string, string>>) {
  given.set(construct, { ...given.get(construct), ...reasons });
  for (const [id, reason] of Object.entries(reasons)) Validations.of(construct).acknowledge({ id, reason });
}

/** Whether a rule has been answered for on the construct or around it. */
export const isAccepted = (construct: IConstruct, id: string) =>
  construct.node.scopes.some((scope) => given.get(scope)?.[id] !== undefined);
