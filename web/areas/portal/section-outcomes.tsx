import { TextArea, TextInput } from '../../design/inputs.tsx';
import { Card } from '../../design/layout.tsx';
import { Rows } from './rows.tsx';
import { SectionFrame, type SectionProps } from './section-frame.tsx';
import { type GoalRow, newRowKey, outcomesKind } from './section-kinds.ts';
import { useSection } from './use-section.ts';
import { useApplicationWords } from './words.ts';

const parts = ['goal', 'target', 'baseline', 'method'] as const;

export function OutcomesSection({ application }: SectionProps) {
  const words = useApplicationWords().outcomes;
  const edit = useSection(outcomesKind, application);
  const { form, change, errors, reading } = edit;
  const setGoals = (goals: readonly GoalRow[]) => change({ ...form, goals: [...goals] });
  const blank = { goal: '', baseline: '', target: '', method: '' };
  return (
    <SectionFrame application={application} kind={outcomesKind} edit={edit}>
      <Card>
        <Rows
          name="goals"
          label={words.goals}
          hint={words.goalsHint}
          error={errors['goals']}
          rows={form.goals}
          nameOf={words.goal}
          addLabel={words.add}
          columns={2}
          most={12}
          begun={reading.begun}
          onAdd={() => setGoals([...form.goals, { key: newRowKey(), ...blank }])}
          onChange={setGoals}
          fields={(row, index, set) =>
            parts.map((part) => (
              <TextInput
                key={part}
                name={`goals.${index}.${part}`}
                label={words[part === 'goal' ? 'what' : part]}
                hint={words.hints[part]}
                required={part === 'goal' || part === 'target'}
                optional={part === 'baseline' || part === 'method'}
                value={row[part]}
                onChange={(value) => set({ [part]: value })}
                error={errors[`goals.${index}.${part}`]}
              />
            ))
          }
        />
      </Card>
      <Card>
        <TextArea
          name="sustainability"
          optional
          limit={2000}
          rows={6}
          label={words.sustainability}
          hint={words.sustainabilityHint}
          value={form.sustainability}
          onChange={(sustainability) => change({ ...form, sustainability })}
          error={errors['sustainability']}
        />
      </Card>
    </SectionFrame>
  );
}
