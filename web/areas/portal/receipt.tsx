import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { publicRoutes } from '#shared/contracts/routes/public';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { Card, Page, Stack } from '../../design/layout.tsx';
import { NextStep } from '../../design/record.tsx';
import { Empty } from '../../design/states.tsx';
import { DescriptionList } from '../../design/table.tsx';
import { pathTo } from '../../shell/address.ts';
import type { ScreenProps } from '../../shell/screens.tsx';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { portalScreens as at } from './screens.ts';
import type { ApplicationRead } from './use-section.ts';
import { useApplicationWords, usePortalWords } from './words.ts';

function Receipt({ application }: { readonly application: ApplicationRead }) {
  const words = useApplicationWords();
  const format = useFormat();
  const language = useLanguage();
  const { applicationId, callId, submission, title, organisationName, requestedFen, phase } = application.state;
  const call = useRead(publicRoutes.call, { params: { callId } });
  if (!submission) return <Empty title={words.receipt.none} />;
  const rules = call.state === 'ready' ? call.value.rules : undefined;
  return (
    <Stack>
      <Card title={words.receipt.proof}>
        <DescriptionList
          terms={[
            { label: words.receipt.number, value: <strong>{submission.receiptNumber}</strong> },
            { label: words.receipt.at, value: format.dateTime(submission.at) },
            { label: words.receipt.project, value: title },
            { label: words.receipt.organisation, value: organisationName },
            { label: words.receipt.call, value: call.state === 'ready' ? call.value.name[language] : '…' },
            { label: words.status.requested, value: format.money(requestedFen) },
          ]}
        />
        <p className="hb-hint">{words.receipt.hash}</p>
        <code className="portal-hash">{submission.contentHash}</code>
      </Card>
      {rules && phase === 'submitted' ? (
        <NextStep
          what={words.status.nextAdmission}
          who={words.status.foundation}
          note={words.status.admissionIn(rules.admissionWorkingDays)}
        />
      ) : null}
      <div className="hb-row hb-no-print">
        <LinkButton to={pathTo(at.application.path, { applicationId })}>{words.receipt.follow}</LinkButton>
      </div>
    </Stack>
  );
}

export function Screen({ params }: ScreenProps<typeof at.receipt.path>) {
  const words = useApplicationWords().receipt;
  const portal = usePortalWords();
  const read = useRead(applicationsRoutes.read, { params });
  return (
    <Page
      title={words.title}
      lead={words.lead}
      crumbs={[{ label: portal.nav.applications, to: at.applications.path }]}
      actions={<Button onClick={() => print()}>{words.print}</Button>}
    >
      <Loaded read={read}>{({ value }) => <Receipt application={value} />}</Loaded>
    </Page>
  );
}
