import { deps } from '#functions/runtime/deps';
import { lambda } from '#functions/runtime/http';
import { organisationsRoutes } from '#shared/contracts/routes/organisations';
import { setAccount, unmaskAccount } from './account.ts';
import { history } from './history.ts';
import { list, read } from './read.ts';
import { register } from './register.ts';

export const handler = lambda(
  organisationsRoutes,
  { register, list, read, history, setAccount, unmaskAccount },
  deps(),
);
