import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { SectionName } from '#shared/domain/section';
import { Loaded } from '../../client/loaded.tsx';
import type { Problem } from '../../client/problem.ts';
import { useCommand, useRead } from '../../client/reads.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { Card, Page, Row, Stack } from '../../design/layout.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { navigate, pathTo } from '../../shell/address.ts';
import { Link } from '../../shell/link.tsx';
import type { ScreenProps } from '../../shell/screens.tsx';
import { useCoreWords } from '../../words/core.ts';
import { useDomainWords } from '../../words/domain.ts';
import { Answers } from './answers.tsx';
import { useMissingWords } from './application-tasks.tsx';
import { Download } from './download.tsx';
import { proposalOf } from './proposal.tsx';
import { portalScreens as at } from './screens.ts';
import type { ApplicationRead } from './use-section.ts';
import { useApplicationWords, usePortalWords } from './words.ts';

/** Which part a refused submission is about, so that the way there is one press. */
const partOf: Partial<Readonly<Record<Problem['code'], SectionName>>> = {
  'application.amount-out-of-bounds': 'budget',
  'application.item-not-in-call': 'services',
  'application.need-not-published': 'needs',
};

/** What is missing, each as a link to the very field. */
function Missing({ application }: { readonly application: ApplicationRead }) {
  const words = useApplicationWords();
  const names = useDomainWords().section;
  const nameOf = useMissingWords();
  const { applicationId } = application.state;
  if (application.missing.length === 0) return null;
  const placeOf = (path: string) => {
    const section = SectionName.safeParse(path.split('.')[0]).data;
    if (!section) return { to: pathTo(at.proposal.path, { applicationId }), label: words.tasks.proposal };
    const field = nameOf(path);
    return {
      to: `${pathTo(at.section.path, { applicationId, section })}?show=missing`,
      label: field ? `${names[section]} · ${field}` : names[section],
    };
  };
  return (
    <section className="hb-summary" aria-label={words.check.missing}>
      <h2>{words.check.missing}</h2>
      <ul>
        {application.missing.map((path) => {
          const { to, label } = placeOf(path);
          return (
            <li key={path}>
              <Link to={to}>{label}</Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Part({ application, section }: { readonly application: ApplicationRead; readonly section: SectionName }) {
  const names = useDomainWords().section;
  const core = useCoreWords().form;
  const { applicationId } = application.state;
  return (
    <Card
      title={names[section]}
      actions={
        <LinkButton
          kind="plain"
          to={pathTo(at.section.path, { applicationId, section })}
        >{`${core.edit} ${names[section]}`}</LinkButton>
      }
    >
      <Answers section={section} draft={application.draft} />
    </Card>
  );
}

function Check({ application }: { readonly application: ApplicationRead }) {
  const words = useApplicationWords();
  const submit = useCommand(applicationsRoutes.submit);
  const { applicationId } = application.state;
  const proposal = proposalOf(application.documents);
  const mayHandIn = application.may.includes('application.submit') && application.missing.length === 0;
  const part = submit.problem && partOf[submit.problem.code];
  const send = async () => {
    const result = await submit.run({ params: { applicationId }, ifMatch: application.version });
    if (result.ok) navigate(pathTo(at.receipt.path, { applicationId }), { replace: true });
  };
  return (
    <Stack>
      <ProblemSummary title={submit.problem?.title} />
      {part ? (
        <LinkButton to={pathTo(at.section.path, { applicationId, section: part })}>{words.check.toPart}</LinkButton>
      ) : null}
      <Missing application={application} />
      {SectionName.options.map((section) => (
        <Part key={section} application={application} section={section} />
      ))}
      <Card title={words.tasks.proposal}>
        {proposal?.phase === 'clean' ? (
          <Row>
            <Download document={proposal} />
          </Row>
        ) : (
          <p>{words.upload.none}</p>
        )}
      </Card>
      {mayHandIn ? (
        <Card title={words.check.submit}>
          <p>{words.check.note}</p>
          <Row>
            <Button kind="primary" busy={submit.running} onClick={() => void send()}>
              {words.check.submit}
            </Button>
          </Row>
        </Card>
      ) : null}
    </Stack>
  );
}

export function Screen({ params }: ScreenProps<typeof at.check.path>) {
  const words = useApplicationWords();
  const portal = usePortalWords();
  const read = useRead(applicationsRoutes.read, { params });
  const title = read.state === 'ready' ? read.value.state.title : words.tasks.application;
  return (
    <Page
      title={words.check.title}
      lead={words.check.lead}
      crumbs={[
        { label: portal.nav.applications, to: at.applications.path },
        { label: title, to: pathTo(at.application.path, params) },
      ]}
    >
      <Loaded read={read}>{({ value }) => <Check application={value} />}</Loaded>
    </Page>
  );
}
