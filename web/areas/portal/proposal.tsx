import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { FileUpload } from '../../design/file-upload.tsx';
import { Card, Page, Row } from '../../design/layout.tsx';
import { pathTo } from '../../shell/address.ts';
import type { ScreenProps } from '../../shell/screens.tsx';
import { Download } from './download.tsx';
import { portalScreens as at } from './screens.ts';
import type { ApplicationRead } from './use-section.ts';
import { type DocumentView, maxBytes, useUpload } from './use-upload.ts';
import { useApplicationWords, usePortalWords } from './words.ts';

/** The last one counts; one that passed its checks before one that was refused after it. */
export const proposalOf = (documents: readonly DocumentView[]) => {
  const proposals = documents.filter(({ kind }) => kind === 'proposal');
  return proposals.findLast(({ phase }) => phase === 'clean') ?? proposals.at(-1);
};

function Upload({ application, onSettled }: { readonly application: ApplicationRead; readonly onSettled: () => void }) {
  const words = useApplicationWords().upload;
  const { state, documents, may } = application;
  const upload = useUpload(state.applicationId, 'proposal', proposalOf(documents), onSettled);
  const { document } = upload;
  if (!may.includes('application.edit')) return document ? <Download document={document} /> : <p>{words.none}</p>;
  return (
    <>
      <FileUpload
        name="proposal"
        required
        label={words.proposal}
        kinds="PDF"
        accept={['application/pdf']}
        maxBytes={maxBytes}
        state={upload.state}
        onPick={upload.pick}
        onCancel={upload.cancel}
      />
      <p className="hb-hint">{words.checks}</p>
      <Row>
        {upload.again ? <Button onClick={upload.again}>{words.again}</Button> : null}
        {document?.phase === 'clean' ? <Download document={document} /> : null}
      </Row>
    </>
  );
}

export function Screen({ params }: ScreenProps<typeof at.proposal.path>) {
  const words = useApplicationWords();
  const portal = usePortalWords();
  const read = useRead(applicationsRoutes.read, { params });
  const title = read.state === 'ready' ? read.value.state.title : words.tasks.application;
  return (
    <Page
      title={words.tasks.proposal}
      lead={words.upload.lead}
      crumbs={[
        { label: portal.nav.applications, to: at.applications.path },
        { label: title, to: pathTo(at.application.path, params) },
      ]}
    >
      <Loaded read={read}>
        {({ value, refresh }) => (
          <>
            <Card>
              <Upload application={value} onSettled={refresh} />
            </Card>
            <Row>
              <LinkButton kind="primary" to={pathTo(at.check.path, params)}>
                {words.tasks.next(words.tasks.check)}
              </LinkButton>
              <LinkButton to={pathTo(at.application.path, params)}>{words.tasks.backToList}</LinkButton>
            </Row>
          </>
        )}
      </Loaded>
    </Page>
  );
}
