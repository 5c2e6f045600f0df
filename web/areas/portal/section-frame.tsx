import type { ReactNode } from 'react';
import type { publicRoutes } from '#shared/contracts/routes/public';
import { SectionName } from '#shared/domain/section';
import type { Reply } from '../../client/api.ts';
import { Button, LinkButton } from '../../design/button.tsx';
import { Beside, Card, Row } from '../../design/layout.tsx';
import { navigate, pathTo } from '../../shell/address.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { SectionAnswers } from './answers.tsx';
import { SaveLine } from './save-line.tsx';
import { portalScreens as at } from './screens.ts';
import type { SectionKind } from './section-kinds.ts';
import type { ApplicationRead, SectionEdit } from './use-section.ts';
import { useApplicationWords } from './words.ts';

export type CallRead = Reply<typeof publicRoutes.call>;
export type SectionProps = { readonly application: ApplicationRead; readonly call: CallRead };

type Props<Form, Content> = {
  readonly application: ApplicationRead;
  readonly kind: SectionKind<Form, Content>;
  readonly edit: SectionEdit<Form, Content>;
  readonly children: ReactNode;
};

/** Two people, or one in two windows, changed the same section: both versions side by side, and nothing is lost by choosing. */
function Conflict<Form, Content>({ application, kind, edit }: Omit<Props<Form, Content>, 'children'>) {
  const words = useApplicationWords().conflict;
  const format = useFormat();
  if (edit.state.kind !== 'stale') return null;
  const { theirs } = edit.state;
  const cited = application.citedNeeds;
  return (
    <section className="hb-summary" role="alert" aria-label={words.title}>
      <h2>{words.title}</h2>
      <p>{words.note}</p>
      <Beside split="half">
        <Card title={words.mine}>
          {edit.reading.content === undefined ? (
            <p>{words.mineUnfit}</p>
          ) : (
            <SectionAnswers kind={kind} content={edit.reading.content} cited={cited} />
          )}
          <Row>
            <Button kind="primary" onClick={edit.keepMine}>
              {words.keepMine}
            </Button>
          </Row>
        </Card>
        <Card title={words.theirs(format.dateTime(theirs.savedAt))}>
          <SectionAnswers kind={kind} content={theirs.content} cited={cited} />
          <Row>
            <Button onClick={edit.takeTheirs}>{words.takeTheirs}</Button>
          </Row>
        </Card>
      </Beside>
    </section>
  );
}

/** The sections in their order: from each one can go on to the next without the list in between. */
function Onward({
  application,
  here,
  flush,
}: {
  readonly application: ApplicationRead;
  readonly here: SectionName;
  readonly flush: () => void;
}) {
  const words = useApplicationWords().tasks;
  const names = useDomainWords().section;
  const { applicationId } = application.state;
  const next = SectionName.options[SectionName.options.indexOf(here) + 1];
  const onward = next
    ? { to: pathTo(at.section.path, { applicationId, section: next }), label: words.next(names[next]) }
    : { to: pathTo(at.proposal.path, { applicationId }), label: words.next(words.proposal) };
  const leave = (to: string) => {
    flush();
    navigate(to);
  };
  return (
    <Row>
      <Button kind="primary" onClick={() => leave(onward.to)}>
        {onward.label}
      </Button>
      <LinkButton to={pathTo(at.application.path, { applicationId })}>{words.backToList}</LinkButton>
    </Row>
  );
}

/** Around each section: what is saved, a conflict if there is one, the form, and the way on. */
export function SectionFrame<Form, Content>({ application, kind, edit, children }: Props<Form, Content>) {
  const words = useApplicationWords().conflict;
  return (
    <>
      <SaveLine {...edit} />
      <Conflict application={application} kind={kind} edit={edit} />
      {edit.setAside === undefined ? null : (
        <details>
          <summary>{words.setAside}</summary>
          <Card>
            <SectionAnswers kind={kind} content={edit.setAside} cited={application.citedNeeds} />
          </Card>
        </details>
      )}
      <form key={edit.edition} className="hb-form portal-wide" noValidate onSubmit={(event) => event.preventDefault()}>
        {children}
      </form>
      <Onward application={application} here={kind.section} flush={edit.flush} />
    </>
  );
}
