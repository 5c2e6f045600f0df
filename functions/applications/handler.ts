import { calendar } from '#functions/adapters/calendar';
import { deps } from '#functions/runtime/deps';
import { lambda } from '#functions/runtime/http';
import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { draft } from './draft.ts';
import { mine, read } from './read.ts';
import { saveSection } from './save-section.ts';
import { submit } from './submit.ts';
import { withdraw } from './withdraw.ts';

const common = deps();

export const handler = lambda(
  applicationsRoutes,
  { draft, mine, read, saveSection, submit, withdraw },
  { ...common, ...calendar(common) },
);
