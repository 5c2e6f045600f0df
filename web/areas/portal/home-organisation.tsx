import type { ReactNode } from 'react';
import { agreementRoutes } from '#shared/contracts/routes/agreement';
import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import { organisationsRoutes } from '#shared/contracts/routes/organisations';
import { publicRoutes } from '#shared/contracts/routes/public';
import type { Award } from '#shared/domain/award';
import type { OrganisationId } from '#shared/kernel/ids';
import { useList, useRead, useReads } from '../../client/reads.tsx';
import { LinkButton } from '../../design/button.tsx';
import { Card, Grid, Stack } from '../../design/layout.tsx';
import { Period } from '../../design/period.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { NextStep } from '../../design/record.tsx';
import { Loading } from '../../design/states.tsx';
import { DescriptionList } from '../../design/table.tsx';
import { pathTo } from '../../shell/address.ts';
import { Link } from '../../shell/link.tsx';
import { now as serverNow } from '../../words/clock.ts';
import { useFormat } from '../../words/format.ts';
import { AwardStep, isOfFoundation, nextOf } from './award-next.tsx';
import { portalScreens as at } from './screens.ts';
import { useAwardWords, usePortalWords } from './words.ts';

type Todo = {
  readonly due?: string | undefined;
  readonly isOfFoundation: boolean;
  readonly content: ReactNode;
};

/** A draft is worth nothing after the deadline, so each open one is a thing to do. */
function useDrafts(): readonly Todo[] | undefined {
  const words = usePortalWords().home;
  const mine = useList(applicationsRoutes.mine, 'home', (cursor) => [{ query: { cursor } }]);
  const calls = useRead(publicRoutes.calls);
  if (mine.state === 'loading' || calls.state === 'loading') return undefined;
  if (mine.state !== 'ready' || calls.state !== 'ready') return [];
  const open = new Map(calls.value.items.filter((call) => call.open).map((call) => [call.callId, call]));
  return mine.items
    .filter(({ state }) => state.phase === 'draft' && open.has(state.callId))
    .map(({ state: { applicationId, title, callId } }) => {
      const due = open.get(callId)?.closesAt;
      const content = (
        <NextStep
          key={applicationId}
          isListed
          what={words.finish(title)}
          due={due}
          action={
            <LinkButton kind="primary" to={pathTo(at.application.path, { applicationId })}>
              {words.goOn}
            </LinkButton>
          }
        />
      );
      return { due, isOfFoundation: false, content };
    });
}

/** What comes next for every project that is not over. */
function useProjects(): readonly Todo[] | undefined {
  const awards = useAwards();
  const running = awards?.filter(({ phase }) => phase !== 'closed' && phase !== 'terminated') ?? [];
  const evaluations = useReads(
    evaluationRoutes.ofAward,
    running.map(({ awardId }) => [{ params: { awardId } }]),
  );
  if (!awards || evaluations.some(({ state }) => state === 'loading')) return undefined;
  return running.map((award, index) => {
    const read = evaluations[index];
    const known = read?.state === 'ready' ? read.value.items.map(({ state }) => state) : [];
    const next = nextOf(award, known, serverNow());
    return {
      due: 'due' in next ? next.due : undefined,
      isOfFoundation: isOfFoundation(next),
      content: <AwardStep key={award.awardId} award={award} next={next} isListed />,
    };
  });
}

function useAwards(): readonly Award[] | undefined {
  const awards = useList(agreementRoutes.mine, 'home', (cursor) => [{ query: { cursor } }]);
  if (awards.state === 'loading') return undefined;
  return awards.state === 'ready' ? awards.items.map(({ state }) => state) : [];
}

/** Money can only be paid to an account on record: better asked for early than in the week of the payment. */
function AccountReminder({ organisationId }: { readonly organisationId: OrganisationId }) {
  const words = usePortalWords().home;
  const read = useRead(organisationsRoutes.read, { params: { organisationId } });
  if (read.state !== 'ready' || read.value.state.hasAccount) return null;
  if (!read.value.may.includes('organisation.setAccount')) return null;
  return (
    <NextStep
      isListed
      what={words.accountFirst}
      note={words.accountNote}
      action={<LinkButton to={at.organisation.path}>{words.account}</LinkButton>}
    />
  );
}

/** What has no date stands last. */
const byDue = (a: Todo, b: Todo) => (a.due ?? '9').localeCompare(b.due ?? '9');

const Listed = ({ title, todos, children }: { title: string; todos: readonly Todo[]; children?: ReactNode }) => (
  <section className="hb-stack">
    <h2>{title}</h2>
    {todos.map(({ content }) => content)}
    {children}
  </section>
);

/** What the reader does, the most urgent first; and apart from it what the foundation does. */
export function Todos({ organisationId }: { readonly organisationId: OrganisationId }) {
  const words = usePortalWords().home;
  const drafts = useDrafts();
  const projects = useProjects();
  if (!drafts || !projects) return <Loading lines={3} />;
  const todos = [...drafts, ...projects].toSorted(byDue);
  const own = todos.filter((todo) => !todo.isOfFoundation);
  const others = todos.filter((todo) => todo.isOfFoundation);
  return (
    <>
      <Listed title={words.yours} todos={own}>
        <AccountReminder organisationId={organisationId} />
        {own.length === 0 ? <p className="hb-lead">{words.nothingYours}</p> : null}
      </Listed>
      {others.length > 0 ? <Listed title={words.foundations} todos={others} /> : null}
    </>
  );
}

/** The organisation's projects, each with where it stands. */
export function Projects() {
  const words = useAwardWords();
  const format = useFormat();
  const awards = useAwards();
  if (!awards || awards.length === 0) return null;
  return (
    <Stack>
      <h2>{words.list.title}</h2>
      <Grid min="20rem">
        {awards.map((award) => (
          <Card key={award.awardId}>
            <div className="portal-line-end">
              <h3>
                <Link to={pathTo(at.award.path, award)}>{award.title}</Link>
              </h3>
              <PhaseBadge kind="award" phase={award.phase} />
            </div>
            <DescriptionList
              terms={[
                { label: words.list.number, value: award.number },
                { label: words.list.amount, value: format.money(award.amountFen) },
                {
                  label: words.list.period,
                  value:
                    award.startsOn && award.endsOn ? (
                      <Period from={award.startsOn} to={award.endsOn} />
                    ) : (
                      words.award.monthsFromSigning(award.months)
                    ),
                },
              ]}
            />
          </Card>
        ))}
      </Grid>
    </Stack>
  );
}
