import type { Application } from '#shared/domain/application';
import { Stack } from '../../design/layout.tsx';
import { Empty } from '../../design/states.tsx';
import { DescriptionList, type Term } from '../../design/table.tsx';
import { useFormat } from '../../words/format.ts';
import { useConsoleWords } from './console-nav.ts';

type Props = { readonly application: Application; readonly nameOf: (id: string | undefined) => string };
type Part = { readonly title: string; readonly terms: readonly Term[] };

function useParts({ application, nameOf }: Props): readonly Part[] {
  const words = useConsoleWords().decision;
  const format = useFormat();
  const { admission, review, proposal, confirmation, notice } = application;
  const who = (part: { readonly by: string; readonly at: string }) => [
    { label: words.by, value: nameOf(part.by) },
    { label: words.at, value: format.dateTime(part.at) },
  ];
  const parts: (Part | undefined)[] = [
    admission && {
      title: words.admission,
      terms: [{ label: words.reason, value: admission.reason }, ...who(admission)],
    },
    review && {
      title: words.review,
      terms: [
        { label: words.score, value: words.points(review.score) },
        { label: words.result, value: review.passed ? words.passed : words.failed },
        { label: words.reviews, value: words.count(review.reviews) },
        { label: words.at, value: format.dateTime(review.at) },
      ],
    },
    proposal && {
      title: words.proposal,
      terms: [
        { label: words.outcome, value: words.outcomes[proposal.outcome] },
        { label: words.amount, value: proposal.outcome === 'award' ? format.money(proposal.amountFen) : '—' },
        { label: words.reason, value: proposal.reason },
        ...who(proposal),
      ],
    },
    confirmation && { title: words.confirmation, terms: who(confirmation) },
    notice && {
      title: words.notice,
      terms: [
        { label: words.from, value: format.dateTime(notice.from) },
        { label: words.until, value: format.deadline(notice.until) },
      ],
    },
  ];
  return parts.filter((part) => part !== undefined);
}

/** Admission, score, proposal, confirmation and notice: one part for each step that it has passed. */
export function ApplicationDecision(props: Props) {
  const words = useConsoleWords().decision;
  const parts = useParts(props);
  if (parts.length === 0) return <Empty title={words.none} />;
  return (
    <Stack gap="wide">
      {parts.map(({ title, terms }) => (
        <section key={title} className="hb-stack" aria-label={title}>
          <h3>{title}</h3>
          <DescriptionList terms={terms} />
        </section>
      ))}
    </Stack>
  );
}
