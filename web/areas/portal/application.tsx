import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { publicRoutes } from '#shared/contracts/routes/public';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { Page } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import type { ScreenProps } from '../../shell/screens.tsx';
import { useLanguage } from '../../words/language.ts';
import { ApplicationStatus } from './application-status.tsx';
import { ApplicationTasks } from './application-tasks.tsx';
import { portalScreens as at } from './screens.ts';
import type { ApplicationRead } from './use-section.ts';
import { useApplicationWords, usePortalWords } from './words.ts';

function WithCall({ application }: { readonly application: ApplicationRead }) {
  const read = useRead(publicRoutes.call, { params: { callId: application.state.callId } });
  const Content = application.state.phase === 'draft' ? ApplicationTasks : ApplicationStatus;
  return <Loaded read={read}>{({ value }) => <Content application={application} call={value} />}</Loaded>;
}

/** A draft is a list of tasks; once it is handed in, this is where one sees how it stands. */
export function Screen({ params }: ScreenProps<typeof at.application.path>) {
  const words = useApplicationWords();
  const portal = usePortalWords();
  const language = useLanguage();
  const read = useRead(applicationsRoutes.read, { params });
  const calls = useRead(publicRoutes.calls);
  const application = read.state === 'ready' ? read.value : undefined;
  const call =
    calls.state === 'ready' ? calls.value.items.find(({ callId }) => callId === application?.state.callId) : undefined;
  return (
    <Page
      title={application?.state.title ?? words.tasks.application}
      badge={application ? <PhaseBadge kind="application" phase={application.state.phase} /> : null}
      lead={call?.name[language]}
      crumbs={[{ label: portal.nav.applications, to: at.applications.path }]}
    >
      <Loaded read={read}>{({ value }) => <WithCall application={value} />}</Loaded>
    </Page>
  );
}
