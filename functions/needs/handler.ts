import { deps } from '#functions/runtime/deps';
import { lambda } from '#functions/runtime/http';
import { needsRoutes } from '#shared/contracts/routes/needs';
import { counts } from './counts.ts';
import { close, publish } from './decide.ts';
import { mine, ofDistrict, published, waiting } from './list.ts';
import { record } from './record.ts';
import { unmask } from './unmask.ts';

export const handler = lambda(
  needsRoutes,
  { record, mine, ofDistrict, waiting, publish, close, published, counts, unmask },
  deps(),
);
