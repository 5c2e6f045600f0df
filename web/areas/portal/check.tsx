import { useId } from 'react';
import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { publicRoutes } from '#shared/contracts/routes/public';
import { SectionName, sumFen } from '#shared/domain/section';
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
import { useLimits } from './limits.ts';
import { proposalOf } from './proposal.tsx';
import { portalScreens as at } from './screens.ts';
import type { SectionProps } from './section-frame.tsx';
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
  const verb = application.draft[section] ? core.edit : core.fillIn;
  return (
    <Card
      title={names[section]}
      actions={
        <LinkButton
          kind="plain"
          to={pathTo(at.section.path, { applicationId, section })}
        >{`${verb} ${names[section]}`}</LinkButton>
      }
    >
      <Answers section={section} of={application} />
    </Card>
  );
}

function Proposal({ application }: { readonly application: ApplicationRead }) {
  const words = useApplicationWords();
  const core = useCoreWords().form;
  const { applicationId } = application.state;
  const proposal = proposalOf(application.documents);
  const isThere = proposal?.phase === 'clean';
  return (
    <Card
      title={words.tasks.proposal}
      actions={
        <LinkButton kind="plain" to={pathTo(at.proposal.path, { applicationId })}>
          {`${isThere ? core.edit : words.upload.upload} ${words.tasks.proposal}`}
        </LinkButton>
      }
    >
      {isThere ? (
        <Row>
          <Download document={proposal} />
        </Row>
      ) : (
        <p>{words.upload.none}</p>
      )}
    </Card>
  );
}

/** Why it cannot be handed in as it is: what the platform would refuse, said before. */
function useHindrances({ application, call }: SectionProps): readonly string[] {
  const words = useApplicationWords();
  const limits = useLimits(call);
  const budget = application.draft.budget?.content;
  const asked = limits(budget ? sumFen(budget.lines.map(({ amountFen }) => amountFen)) : 0);
  const { missing } = application;
  return [
    ...(call.open ? [] : [words.tasks.closed]),
    ...(missing.length > 0 ? [words.check.stillMissing(missing.length)] : []),
    ...(budget && budget.lines.length > 0 && asked.isOutside ? [words.check.amount(asked.note)] : []),
  ];
}

function Check({ application, call }: SectionProps) {
  const words = useApplicationWords();
  const submit = useCommand(applicationsRoutes.submit);
  const { applicationId } = application.state;
  const hindrances = useHindrances({ application, call });
  const why = useId();
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
      <Proposal application={application} />
      {application.may.includes('application.submit') ? (
        <Card title={words.check.submit}>
          <p>{words.check.note}</p>
          {hindrances.length > 0 ? (
            <div id={why}>
              {hindrances.map((hindrance) => (
                <p key={hindrance} className="hb-error">
                  {hindrance}
                </p>
              ))}
            </div>
          ) : null}
          <Row>
            <Button
              kind="primary"
              busy={submit.running}
              disabled={hindrances.length > 0}
              aria-describedby={hindrances.length > 0 ? why : undefined}
              onClick={() => void send()}
            >
              {words.check.submit}
            </Button>
          </Row>
        </Card>
      ) : null}
    </Stack>
  );
}

function WithCall({ application }: { readonly application: ApplicationRead }) {
  const read = useRead(publicRoutes.call, { params: { callId: application.state.callId } });
  return <Loaded read={read}>{({ value }) => <Check application={application} call={value} />}</Loaded>;
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
      <Loaded read={read}>{({ value }) => <WithCall application={value} />}</Loaded>
    </Page>
  );
}
