import { LinkButton } from '../../design/button.tsx';
import { Card, Page } from '../../design/layout.tsx';
import { ApplicationList } from './application-list.tsx';
import { portalScreens as at } from './screens.ts';
import { usePortalWords } from './words.ts';

export function Screen() {
  const words = usePortalWords();
  return (
    <Page
      title={words.applications.title}
      lead={words.applications.lead}
      actions={<LinkButton to={at.calls.path}>{words.applications.seeCalls}</LinkButton>}
    >
      <Card>
        <ApplicationList />
      </Card>
    </Page>
  );
}
