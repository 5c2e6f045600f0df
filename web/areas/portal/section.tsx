import { type ReactNode, useEffect, useState } from 'react';
import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { publicRoutes } from '#shared/contracts/routes/public';
import { SectionName } from '#shared/domain/section';
import { call } from '../../client/call.ts';
import { Loaded } from '../../client/loaded.tsx';
import { type Read, useRead } from '../../client/reads.tsx';
import { Page } from '../../design/layout.tsx';
import { UnknownPage } from '../../design/states.tsx';
import { pathTo } from '../../shell/address.ts';
import type { ScreenProps } from '../../shell/screens.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { Answers } from './answers.tsx';
import { portalScreens as at } from './screens.ts';
import { BudgetSection } from './section-budget.tsx';
import { DeclarationsSection } from './section-declarations.tsx';
import type { CallRead, SectionProps } from './section-frame.tsx';
import { NeedsSection } from './section-needs.tsx';
import { OutcomesSection } from './section-outcomes.tsx';
import { ProjectSection } from './section-project.tsx';
import { ServicesSection } from './section-services.tsx';
import type { ApplicationRead } from './use-section.ts';
import { useApplicationWords, usePortalWords } from './words.ts';

const editors: Readonly<Record<SectionName, (props: SectionProps) => ReactNode>> = {
  project: ProjectSection,
  needs: NeedsSection,
  services: ServicesSection,
  budget: BudgetSection,
  outcomes: OutcomesSection,
  declarations: DeclarationsSection,
};

const loading: Read<ApplicationRead> = { state: 'loading' };

/** Asked anew each time: typing must begin upon what is there now, not upon what this page saw a while ago. */
function useFreshApplication(applicationId: string) {
  const [read, setRead] = useState<Read<ApplicationRead>>(loading);
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isGone = false;
    const again = () => setRound(round + 1);
    void call(applicationsRoutes.read, { params: { applicationId } }).then((result) => {
      if (isGone) return;
      if (result.ok) setRead({ state: 'ready', value: result.value, refresh: again });
      else setRead({ state: 'refused', problem: result.problem, retry: again });
    });
    return () => {
      isGone = true;
    };
  }, [applicationId, round]);
  return read;
}

type Both = { readonly application: ApplicationRead; readonly call: CallRead };

function WithCall({
  application,
  children,
}: {
  readonly application: ApplicationRead;
  readonly children: (both: Both) => ReactNode;
}) {
  const read = useRead(publicRoutes.call, { params: { callId: application.state.callId } });
  return <Loaded read={read}>{({ value }) => children({ application, call: value })}</Loaded>;
}

function SectionPage({ section, applicationId }: { readonly section: SectionName; readonly applicationId: string }) {
  const words = useApplicationWords();
  const portal = usePortalWords();
  const names = useDomainWords().section;
  const read = useFreshApplication(applicationId);
  const title = read.state === 'ready' ? read.value.state.title : words.tasks.application;
  const Editor = editors[section];
  return (
    <Page
      title={names[section]}
      lead={words.leads[section]}
      crumbs={[
        { label: portal.nav.applications, to: at.applications.path },
        { label: title, to: pathTo(at.application.path, { applicationId }) },
      ]}
    >
      <Loaded read={read}>
        {({ value }) =>
          value.may.includes('application.edit') ? (
            <WithCall application={value}>{(both) => <Editor {...both} />}</WithCall>
          ) : (
            <>
              <p role="status">{words.tasks.locked}</p>
              <Answers section={section} of={value} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

export function Screen({ params }: ScreenProps<typeof at.section.path>) {
  const section = SectionName.safeParse(params.section).data;
  return section ? <SectionPage section={section} applicationId={params.applicationId} /> : <UnknownPage isPage />;
}
