import { useState } from 'react';
import { evaluationRoutes } from '#shared/contracts/routes/evaluation';
import { peopleRoutes } from '#shared/contracts/routes/people';
import { Day, endOfDay } from '#shared/kernel/instant';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useCommand, useRead } from '../../client/reads.tsx';
import { RadioGroup } from '../../design/choices.tsx';
import { DateInput } from '../../design/inputs.tsx';
import { Card } from '../../design/layout.tsx';
import { Act, ReasonAct } from './act.tsx';
import { useConsoleWords } from './console-nav.ts';
import { keyOfEvaluation, noteReply } from './replies.ts';

type Read = Reply<typeof evaluationRoutes.read>;
type Props = { readonly read: Read };

function Chooser({
  value,
  onChange,
  error,
}: {
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly error: string | undefined;
}) {
  const words = useConsoleWords();
  const choices = useRead(peopleRoutes.choices, { query: { role: 'evaluator' } });
  return (
    <Loaded read={choices} lines={3}>
      {({ value: { items } }) => (
        <RadioGroup
          name="evaluatorId"
          label={words.evaluations.evaluator}
          required
          value={value}
          onChange={onChange}
          error={error}
          options={items
            .toSorted((a, b) => a.open - b.open)
            .map(({ personId, name, open }) => ({
              value: personId.toString(),
              label: name,
              hint: words.assign.load(open, false),
            }))}
        />
      )}
    </Loaded>
  );
}

function Assign({ read: { state, version } }: Props) {
  const words = useConsoleWords().evaluations;
  const command = useCommand(evaluationRoutes.assign);
  const [evaluatorId, setEvaluatorId] = useState<string>(state.evaluatorId ?? '');
  const [day, setDay] = useState('');
  const { awardId, stage } = state;
  const send = async () => {
    const body = { evaluatorId, dueAt: endOfDay(Day.parse(day)) };
    const result = await command.run({ params: { awardId, stage }, ifMatch: version, body });
    if (result.ok) noteReply(keyOfEvaluation(state), result.value);
    return result;
  };
  return (
    <Act
      label={state.phase === 'assigned' ? words.reassign : words.assign}
      {...(state.phase === 'assigned' ? {} : { kind: 'primary' as const })}
      title={words.assignTitle}
      note={words.assignNote}
      command={command}
      send={send}
      done={words.assigned}
      places={{ 'evaluation.evaluator-unknown': 'evaluatorId', 'evaluation.due-passed': 'dueAt' }}
      labels={{ evaluatorId: words.evaluator, dueAt: words.dueDay }}
      blocked={evaluatorId === '' || day === ''}
    >
      {(errors) => (
        <>
          <Chooser value={evaluatorId} onChange={setEvaluatorId} error={errors['evaluatorId']} />
          <DateInput name="dueAt" label={words.dueDay} required value={day} onChange={setDay} error={errors['dueAt']} />
        </>
      )}
    </Act>
  );
}

function Confirm({ read: { state, version } }: Props) {
  const words = useConsoleWords().evaluations;
  const confirm = useCommand(evaluationRoutes.confirm);
  const sendBack = useCommand(evaluationRoutes.sendBack);
  const { awardId, stage } = state;
  const input = { params: { awardId, stage }, ifMatch: version };
  const isPassed = (state.score ?? 0) >= state.passScore;
  return (
    <>
      <Act
        label={words.confirm}
        kind="primary"
        title={words.confirmTitle}
        note={words.confirmNote(state.score ?? 0, isPassed)}
        command={confirm}
        send={async () => {
          const result = await confirm.run(input);
          if (result.ok) noteReply(keyOfEvaluation(state), result.value);
          return result;
        }}
        done={words.confirmed}
      />
      <ReasonAct
        label={words.sendBack}
        title={words.sendBackTitle}
        limit={500}
        command={sendBack}
        send={async (reason) => {
          const result = await sendBack.run({ ...input, body: { reason } });
          if (result.ok) noteReply(keyOfEvaluation(state), result.value);
          return result;
        }}
        done={words.sentBack}
      />
    </>
  );
}

/** Exactly what this person may do with the evaluation now. */
export function EvaluationActions({ read }: Props) {
  const words = useConsoleWords().actions;
  const mayAssign = read.may.includes('evaluation.assign');
  const mayConfirm = read.may.includes('evaluation.confirm');
  return (
    <Card title={words.title}>
      {mayAssign || mayConfirm ? (
        <div className="hc-actions" data-column="">
          {mayAssign ? <Assign read={read} /> : null}
          {mayConfirm ? <Confirm read={read} /> : null}
        </div>
      ) : (
        <p className="hb-lead">{words.none}</p>
      )}
    </Card>
  );
}
