import * as z from 'zod/mini';
import { PersonId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';

/** The platform itself, when the workflow drives a step that no person decides. */
export const workflow = 'system:workflow' as const;
/** Who did it: a person, or the workflow. */
export const Actor = z.union([PersonId, z.literal(workflow)]);
export type Actor = z.output<typeof Actor>;

/** What every command knows: who, and when. */
export type Command = { readonly by: Actor; readonly at: Instant };

/** The schema of one kind of event: its schema version `v`, who and when, and what it changes. Events are never rewritten. */
export const event = <const Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), v: z.literal(1), by: Actor, at: Instant, ...shape });

/** An execution was stopped or failed: the same part of the way is started again, under the next attempt. */
export const WorkflowRestarted = event('WorkflowRestarted', { reason: z.string() });
export type Restart = Command & { readonly reason: string };
