import { bus } from '#functions/adapters/bus';
import { setting } from '#functions/runtime/env';
import { forward } from './forward.ts';

const deps = bus(setting('BUS'));

export const handler = (batch: unknown) => forward(batch, deps);
