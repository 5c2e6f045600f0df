import type { organisationsRoutes } from '#shared/contracts/routes/organisations';
import type { Reply } from '../../client/api.ts';
import { Card } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Table } from '../../design/table.tsx';
import { Link } from '../../shell/link.tsx';
import { useFormat } from '../../words/format.ts';
import { useCallNames } from './call-names.ts';
import { useMayTry } from './caller.ts';
import { useConsoleWords } from './console-nav.ts';

type History = Reply<typeof organisationsRoutes.history>;
type Props = { readonly history: History };

function Title({ to, title, callId }: { readonly to: string; readonly title: string; readonly callId: string }) {
  const callName = useCallNames();
  return (
    <>
      <Link to={to}>{title}</Link>
      <span className="hc-sub">{callName(callId)}</span>
    </>
  );
}

function Awards({ history: { awards } }: Props) {
  const words = useConsoleWords();
  const format = useFormat();
  const sumFen = awards.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const paidFen = awards.reduce((sum, { paidFen: fen }) => sum + fen, 0);
  return (
    <Card title={words.organisations.awards}>
      {awards.length > 0 ? (
        <p>{words.organisations.given(awards.length, format.money(sumFen), format.money(paidFen))}</p>
      ) : null}
      <Table
        caption={words.organisations.awards}
        hideCaption
        rows={awards.toReversed()}
        keyOf={({ awardId }) => awardId}
        empty={<p className="hb-lead">{words.organisations.noAwards}</p>}
        columns={[
          {
            key: 'title',
            label: words.awards.project,
            cell: ({ awardId, title, callId }) => <Title to={`/console/awards/${awardId}`} {...{ title, callId }} />,
          },
          { key: 'phase', label: words.table.phase, cell: ({ phase }) => <PhaseBadge kind="award" phase={phase} /> },
          {
            key: 'amount',
            label: words.awards.amount,
            align: 'right',
            cell: ({ amountFen }) => format.money(amountFen),
          },
          {
            key: 'paid',
            label: words.organisations.paid,
            align: 'right',
            cell: (award) => format.money(award.paidFen),
          },
        ]}
      />
    </Card>
  );
}

function Applications({ history: { applications } }: Props) {
  const words = useConsoleWords();
  const format = useFormat();
  return (
    <Card title={words.organisations.applications}>
      <Table
        caption={words.organisations.applications}
        hideCaption
        rows={applications.toReversed()}
        keyOf={({ applicationId }) => applicationId}
        empty={<p className="hb-lead">{words.organisations.noApplications}</p>}
        columns={[
          {
            key: 'title',
            label: words.organisations.application,
            cell: ({ applicationId, title, callId }) => (
              <Title to={`/console/applications/${applicationId}`} {...{ title, callId }} />
            ),
          },
          {
            key: 'phase',
            label: words.table.phase,
            cell: ({ phase }) => <PhaseBadge kind="application" phase={phase} />,
          },
          {
            key: 'at',
            label: words.applications.submittedAt,
            cell: ({ submittedAt }) => (
              <span className="hc-moment">{submittedAt ? format.date(submittedAt) : '—'}</span>
            ),
          },
          {
            key: 'requested',
            label: words.applications.requested,
            align: 'right',
            cell: ({ requestedFen }) => format.money(requestedFen),
          },
        ]}
      />
    </Card>
  );
}

/** What an organisation applied for, was awarded and was paid, the newest first. */
export function OrganisationHistory({ history }: Props) {
  const mayApplications = useMayTry('application.read');
  const mayAwards = useMayTry('award.read');
  return (
    <>
      {mayAwards ? <Awards history={history} /> : null}
      {mayApplications ? <Applications history={history} /> : null}
    </>
  );
}
