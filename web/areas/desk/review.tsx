import { reviewRoutes } from '#shared/contracts/routes/review';
import type { Criterion } from '#shared/domain/call';
import type { Review } from '#shared/domain/review';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { Card, Page } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { NextStep } from '../../design/record.tsx';
import { Empty } from '../../design/states.tsx';
import { DescriptionList } from '../../design/table.tsx';
import type { ScreenProps } from '../../shell/screens.tsx';
import { deskWords } from '../../words/desk.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { useWords } from '../../words/words.ts';
import { Declaration } from './declaration.tsx';
import { Documents } from './documents.tsx';
import { Panes } from './panes.tsx';
import { Proposal } from './proposal.tsx';
import { Recuse } from './recuse.tsx';
import { ScoreForm } from './score-form.tsx';
import { GivenLine } from './sheet-line.tsx';

type Value = Reply<typeof reviewRoutes.read>;

function Given({ review, rubric }: { readonly review: Review; readonly rubric: readonly Criterion[] }) {
  const words = useWords(deskWords);
  const language = useLanguage();
  return (
    <Card title={words.review.form.given}>
      <p className="hb-lead">{words.review.form.givenLead}</p>
      <p className="desk-total">
        {words.review.form.total} {words.points(String(review.total ?? '–'), 100)}
      </p>
      <ol className="desk-lines">
        {rubric.map(({ id, name, max }) => {
          const line = review.lines?.find((one) => one.id === id);
          return (
            <GivenLine
              heading="h3"
              key={id}
              title={`${id} ${name[language]}`}
              score={line?.score}
              max={max}
              text={line?.reason || words.review.form.noReason}
            />
          );
        })}
      </ol>
      <h3>{words.review.form.opinion}</h3>
      <p className="desk-text">{review.opinion}</p>
    </Card>
  );
}

function Sheet({ value, refresh }: { readonly value: Value; readonly refresh: () => void }) {
  const { state, may, version, rubric } = value;
  if (!may.includes('review.submit')) return <Given review={state} rubric={rubric} />;
  return <ScoreForm review={state} rubric={rubric} version={version} onStale={refresh} />;
}

function Body({ value, refresh }: { readonly value: Value; readonly refresh: () => void }) {
  const words = useWords(deskWords).review;
  const { state, may, version, draft, documents, citedNeeds = [] } = value;
  if (state.phase === 'recused') return <Empty title={words.recused.title} note={words.recused.text} />;
  if (state.phase === 'assigned') {
    return (
      <Declaration
        applicationId={state.applicationId}
        version={version}
        mayAccept={may.includes('review.accept')}
        mayRecuse={may.includes('review.recuse')}
      />
    );
  }
  const proposal = (
    <>
      <Documents documents={documents} />
      {draft ? <Proposal draft={draft} citedNeeds={citedNeeds} /> : null}
    </>
  );
  return (
    <Panes
      label={words.panes.label}
      read={{ label: words.panes.proposal, content: proposal }}
      write={{ label: words.panes.form, content: <Sheet value={value} refresh={refresh} /> }}
    />
  );
}

const nextOf = { assigned: 'accept', accepted: 'submit', submitted: 'done', recused: 'recused' } as const;

function Next({ value: { state, may } }: { readonly value: Value }) {
  const words = useWords(deskWords).review.next;
  const isOpen = may.length > 0 && (state.phase === 'assigned' || state.phase === 'accepted');
  if (!isOpen) return null;
  return <NextStep what={words[nextOf[state.phase]]} due={state.dueAt} />;
}

function Facts({ value }: { readonly value: Value }) {
  const words = useWords(deskWords).review;
  const format = useFormat();
  return (
    <DescriptionList
      terms={[
        { label: words.organisation, value: value.organisationName },
        { label: words.requested, value: format.money(value.requestedFen) },
        { label: words.due, value: format.deadline(value.state.dueAt) },
      ]}
    />
  );
}

/** One review: conflicts first, then the proposal beside the score sheet, afterwards what was given. */
export function Screen({ params }: ScreenProps<'/desk/reviews/{applicationId}'>) {
  const words = useWords(deskWords).review;
  const read = useRead(reviewRoutes.read, { params });
  const crumbs = [{ label: words.crumb, to: '/desk/reviews' }];
  if (read.state !== 'ready') {
    return (
      <Page title={words.crumb} crumbs={crumbs}>
        <Loaded read={read} lines={10}>
          {() => null}
        </Loaded>
      </Page>
    );
  }
  const { value, refresh } = read;
  const { state, may, version } = value;
  const mayLeave = state.phase === 'accepted' && may.includes('review.recuse');
  return (
    <Page
      title={state.title}
      badge={<PhaseBadge kind="review" phase={state.phase} />}
      crumbs={crumbs}
      actions={mayLeave ? <Recuse applicationId={state.applicationId} version={version} /> : undefined}
    >
      <Next value={value} />
      <Facts value={value} />
      <Body value={value} refresh={refresh} />
    </Page>
  );
}
