import { dayOf, Instant } from '#shared/kernel/instant';
import { DateInput, TextArea, TextInput } from '../../design/inputs.tsx';
import { Card } from '../../design/layout.tsx';
import { now } from '../../words/clock.ts';
import { SectionFrame, type SectionProps } from './section-frame.tsx';
import { projectKind } from './section-kinds.ts';
import { useSection } from './use-section.ts';
import { useApplicationWords } from './words.ts';

export function ProjectSection({ application, call }: SectionProps) {
  const words = useApplicationWords().project;
  // The title was given when the application was begun; nobody has to write it twice.
  const kind = { ...projectKind, empty: { ...projectKind.empty, title: application.state.title } };
  const edit = useSection(kind, application);
  const { form, change, errors } = edit;
  const set = (part: Partial<typeof form>) => change({ ...form, ...part });
  return (
    <SectionFrame application={application} kind={kind} edit={edit}>
      <Card>
        <div className="hb-form">
          <TextInput
            name="title"
            required
            label={words.title}
            hint={words.titleHint}
            value={form.title}
            onChange={(title) => set({ title })}
            error={errors['title']}
          />
          <TextArea
            name="summary"
            required
            limit={2000}
            rows={8}
            label={words.summary}
            hint={words.summaryHint}
            value={form.summary}
            onChange={(summary) => set({ summary })}
            error={errors['summary']}
          />
          <DateInput
            name="startsOn"
            required
            label={words.startsOn}
            hint={words.startsOnHint(call.months)}
            min={dayOf(Instant.parse(now()))}
            value={form.startsOn}
            onChange={(startsOn) => set({ startsOn })}
            error={errors['startsOn']}
          />
          <TextInput
            name="leader"
            required
            label={words.leader}
            value={form.leader}
            onChange={(leader) => set({ leader })}
            error={errors['leader']}
          />
          <TextInput
            name="leaderQualification"
            optional
            label={words.leaderQualification}
            hint={words.leaderQualificationHint}
            value={form.leaderQualification}
            onChange={(leaderQualification) => set({ leaderQualification })}
            error={errors['leaderQualification']}
          />
        </div>
      </Card>
    </SectionFrame>
  );
}
