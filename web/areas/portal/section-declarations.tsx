import { Checkbox } from '../../design/choices.tsx';
import { Card } from '../../design/layout.tsx';
import { SectionFrame, type SectionProps } from './section-frame.tsx';
import { declarationsKind } from './section-kinds.ts';
import { useSection } from './use-section.ts';
import { useApplicationWords } from './words.ts';

export const declarations = ['noMisconduct', 'noConflict', 'personalData', 'accurate'] as const;

export function DeclarationsSection({ application }: SectionProps) {
  const words = useApplicationWords().declarations;
  const edit = useSection(declarationsKind, application);
  const { form, change, errors } = edit;
  return (
    <SectionFrame application={application} kind={declarationsKind} edit={edit}>
      <Card>
        {declarations.map((name) => (
          <Checkbox
            key={name}
            name={name}
            required
            label={words[name]}
            hint={words.hints[name]}
            checked={form[name]}
            onChange={(checked) => change({ ...form, [name]: checked })}
            error={errors[name]}
          />
        ))}
      </Card>
    </SectionFrame>
  );
}
