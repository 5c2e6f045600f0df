import { type FormEvent, useState } from 'react';
import * as z from 'zod/mini';
import { callsRoutes } from '#shared/contracts/routes/calls';
import { CallPlan } from '#shared/domain/call';

import { type FieldErrors, fieldErrorsOf, issuesIn, useFieldErrors } from '../../client/field-errors.ts';
import type { Problem } from '../../client/problem.ts';
import { Button } from '../../design/button.tsx';
import { Stack } from '../../design/layout.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { navigate } from '../../shell/address.ts';
import { useCoreWords } from '../../words/core.ts';
import { RefusalNote } from './act.tsx';
import { type CallDraft, type FormPart, planOf, sumOf } from './call-draft.ts';
import { CallFacts } from './call-form-facts.tsx';
import { CallRules } from './call-form-rules.tsx';
import { CallScope } from './call-form-scope.tsx';
import { useConsoleWords } from './console-nav.ts';

type Props = {
  readonly start: CallDraft;
  readonly running: boolean;
  readonly problem: Problem | undefined;
  /** Sends the plan; says where to go on. */
  readonly send: (plan: z.output<typeof CallPlan>) => Promise<string | undefined>;
  readonly onReload?: () => void;
};

const places = { 'fund.unknown': 'fundId', 'serviceItem.unknown': 'items' } as const;

/** Drafting or amending a call: all of its rules on one page, checked before they are sent. */
export function CallForm({ start, running, problem, send, onReload }: Props) {
  const core = useCoreWords();
  const words = useConsoleWords().calls;
  const [draft, setDraft] = useState(start);
  const [found, setFound] = useState<FieldErrors>({});
  const refused = useFieldErrors(problem, places);
  const errors = { ...refused, ...found };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (running) return;
    const body = planOf(draft);
    const { data } = z.safeParse(CallPlan, body);
    setFound(data ? {} : { ...fieldErrorsOf(issuesIn(callsRoutes.draft, body), core.issues), ...sums(draft, words) });
    if (!data) return;
    const to = await send(data);
    if (to) navigate(to);
  };
  const part: FormPart = { draft, errors, change: (next) => setDraft({ ...draft, ...next }) };
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <Stack>
        {Object.keys(found).length > 0 ? (
          <ProblemSummary fields={found} labels={words.labels} />
        ) : (
          <RefusalNote problem={problem} fields={refused} labels={words.labels} {...(onReload ? { onReload } : {})} />
        )}
        <SectionIndex />
        <div id="call-facts">
          <CallFacts {...part} />
        </div>
        <div id="call-scope">
          <CallScope {...part} />
        </div>
        <CallRules {...part} />
        <div className="hc-save">
          <Button kind="primary" type="submit" busy={running}>
            {core.form.save}
          </Button>
          <Button onClick={() => history.back()}>{core.form.cancel}</Button>
        </div>
      </Stack>
    </form>
  );
}

/** A long page says at its top what is on it. */
function SectionIndex() {
  const words = useConsoleWords().calls;
  return (
    <nav className="hc-index" aria-label={words.sections}>
      <a href="#call-facts">{words.facts}</a>
      <a href="#call-scope">{words.scope}</a>
      <a href="#call-rubric">{words.rubric}</a>
      <a href="#call-tranches">{words.tranches}</a>
      <a href="#call-terms">{words.terms}</a>
    </nav>
  );
}

type Words = ReturnType<typeof useConsoleWords>['calls'];

/** What the schema can only call wrong, in words that say what to do. */
function sums(draft: CallDraft, words: Words): FieldErrors {
  const { rubric, tranches, opensOn, closesOn } = draft;
  return {
    ...(draft.items.length > 0 ? {} : { items: words.chooseOne }),
    ...(draft.targetGroups.length > 0 ? {} : { targetGroups: words.chooseOne }),
    ...(sumOf(rubric.map(({ max }) => max)) === 100 ? {} : { 'rules.rubric': words.rubricSum }),
    ...(sumOf(tranches.map(({ share }) => share)) === 100 ? {} : { 'rules.tranches': words.trancheSum }),
    ...(tranches[0]?.after === 'signature' ? {} : { 'rules.tranches': words.firstTranche }),
    ...(opensOn !== '' && closesOn !== '' && closesOn < opensOn ? { closesAt: words.closesFirst } : {}),
  };
}
