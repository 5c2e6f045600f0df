import { deps } from '#functions/runtime/deps';
import { lambda } from '#functions/runtime/http';
import { deliveryRoutes } from '#shared/contracts/routes/delivery';
import { list, people } from './read.ts';
import { correct, record } from './record.ts';

export const handler = lambda(deliveryRoutes, { people, record, list, correct }, deps());
