import { useState } from 'react';
import * as z from 'zod/mini';
import { callsRoutes } from '#shared/contracts/routes/calls';
import { peopleRoutes } from '#shared/contracts/routes/people';
import { reviewRoutes } from '#shared/contracts/routes/review';
import type { Application } from '#shared/domain/application';
import { Loaded } from '../../client/loaded.tsx';
import type { Problem } from '../../client/problem.ts';
import { useCommand, useRead } from '../../client/reads.tsx';
import { CheckboxGroup } from '../../design/choices.tsx';
import { Act } from './act.tsx';
import { useConsoleWords } from './console-nav.ts';
import { noteReply } from './replies.ts';

type Props = { readonly application: Application; readonly version: number };

/** The expert whom a refusal is about, such as one with a conflict of interest. */
const personIn = (problem: Problem | undefined) =>
  z.safeParse(z.object({ personId: z.string() }), problem?.details).data?.personId;

type ChooserProps = {
  readonly application: Application;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  readonly problem: Problem | undefined;
  readonly error: string | undefined;
};

function Chooser({ application, chosen, onChange, problem, error }: ChooserProps) {
  const words = useConsoleWords().assign;
  const choices = useRead(peopleRoutes.choices, { query: { role: 'expert' } });
  const reviews = useRead(reviewRoutes.ofApplication, { params: { applicationId: application.applicationId } });
  const call = useRead(callsRoutes.read, { params: { callId: application.callId } });
  const needed = call.state === 'ready' ? call.value.state.rules.expertsPerApplication : undefined;
  const assigned = new Set(reviews.state === 'ready' ? reviews.value.items.map(({ expertId }) => expertId) : []);
  const refused = personIn(problem);
  return (
    <Loaded read={choices} lines={3}>
      {({ value: { items } }) => (
        <CheckboxGroup
          name="expertIds"
          label={words.experts}
          hint={needed === undefined ? undefined : words.needed(needed, chosen.length)}
          value={chosen}
          onChange={onChange}
          error={error}
          options={items
            .toSorted((a, b) => a.open - b.open)
            .map(({ personId, name, open }) => ({
              value: personId.toString(),
              label: name,
              hint: personId === refused ? (problem?.title ?? '') : words.load(open, assigned.has(personId)),
              disabled: assigned.has(personId),
            }))}
        />
      )}
    </Loaded>
  );
}

const places = {
  'review.conflict': 'expertIds',
  'review.expert-unknown': 'expertIds',
  'review.already-assigned': 'expertIds',
  'review.too-few': 'expertIds',
} as const;

/** Who reviews: people decide; the load of each is shown, and a conflict of interest is refused by name. */
export function AssignExperts({ application, version }: Props) {
  const words = useConsoleWords().assign;
  const command = useCommand(reviewRoutes.assign);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const { applicationId } = application;
  const send = async () => {
    const body = { expertIds: [...chosen] };
    const result = await command.run({ params: { applicationId }, ifMatch: version, body });
    if (result.ok) noteReply(applicationId, result.value);
    if (result.ok) setChosen([]);
    return result;
  };
  const isFirst = application.phase === 'admitted';
  return (
    <Act
      label={isFirst ? words.label : words.more}
      {...(isFirst ? { kind: 'primary' as const } : {})}
      title={words.title}
      note={words.note}
      command={command}
      send={send}
      done={words.done}
      places={places}
      labels={{ expertIds: words.experts }}
      blocked={chosen.length === 0}
    >
      {(errors) => (
        <Chooser
          application={application}
          chosen={chosen}
          onChange={setChosen}
          problem={command.problem}
          error={errors['expertIds']}
        />
      )}
    </Act>
  );
}
