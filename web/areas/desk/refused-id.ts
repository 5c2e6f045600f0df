import * as z from 'zod/mini';
import type { Problem } from '../../client/problem.ts';

const Details = z.object({ id: z.string() });

/** The line of a sheet that a refusal is about. */
export const refusedId = (problem: Problem | undefined) => z.safeParse(Details, problem?.details).data?.id;
