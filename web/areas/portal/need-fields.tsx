import * as z from 'zod/mini';
import { District, districts, NeedSource, TargetGroup, targetGroups, Urgency } from '#shared/domain/reference';
import type { FieldErrors } from '../../client/field-errors.ts';
import { RadioGroup, Select } from '../../design/choices.tsx';
import { NumberInput, TextArea } from '../../design/inputs.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useLanguage } from '../../words/language.ts';
import { useCatalogue } from './catalogue.ts';
import { useAwardWords } from './words.ts';

const blank = z.literal('');
/** The need without the person. */
export const NeedForm = z.object({
  district: z.union([District, blank]),
  targetGroup: z.union([TargetGroup, blank]),
  itemCode: z.string(),
  quantity: z.optional(z.number()),
  urgency: z.union([Urgency, blank]),
  source: z.union([NeedSource, blank]),
  note: z.string(),
});
export type NeedForm = z.output<typeof NeedForm>;
export const emptyNeed: NeedForm = { district: '', targetGroup: '', itemCode: '', urgency: '', source: '', note: '' };

export function useNeedLabels(): Readonly<Record<string, string>> {
  const words = useAwardWords().need;
  return {
    'who.name': words.name,
    'who.residentId': words.residentId,
    'who.telephone': words.telephone,
    district: words.district,
    targetGroup: words.group,
    itemCode: words.item,
    quantity: words.quantity,
    urgency: words.urgency,
    source: words.source,
    note: words.note,
    consent: words.consentShort,
  };
}

type Props = { readonly form: NeedForm; readonly onChange: (form: NeedForm) => void; readonly errors: FieldErrors };

export function NeedFields({ form, onChange, errors }: Props) {
  const words = useAwardWords().need;
  const domain = useDomainWords();
  const language = useLanguage();
  const catalogue = useCatalogue();
  const set = (part: Partial<NeedForm>) => onChange({ ...form, ...part });
  const places = District.options.map((value) => ({ value, label: districts[value][language] }));
  const groups = TargetGroup.options.map((value) => ({ value, label: targetGroups[value][language] }));
  const items = catalogue.codes.map((value) => ({ value, label: `${value} ${catalogue.nameOf(value)}` }));
  return (
    <>
      <Select
        name="district"
        required
        label={words.district}
        options={places}
        value={form.district}
        onChange={(district) => set({ district })}
        error={errors['district']}
      />
      <Select
        name="targetGroup"
        required
        label={words.group}
        options={groups}
        value={form.targetGroup}
        onChange={(targetGroup) => set({ targetGroup })}
        error={errors['targetGroup']}
      />
      <Select
        name="itemCode"
        required
        label={words.item}
        hint={catalogue.item(form.itemCode)?.content}
        options={items}
        value={form.itemCode}
        onChange={(itemCode) => set({ itemCode })}
        error={errors['itemCode']}
      />
      <NumberInput
        name="quantity"
        required
        label={words.quantity}
        hint={words.quantityHint}
        unit={catalogue.unitOf(form.itemCode)}
        value={form.quantity}
        onChange={(quantity) => set({ quantity })}
        error={errors['quantity']}
      />
      <RadioGroup
        name="urgency"
        required
        label={words.urgency}
        options={Urgency.options.map((value) => ({
          value,
          label: domain.urgency[value],
          hint: words.urgencies[value],
        }))}
        value={form.urgency}
        onChange={(urgency) => set({ urgency })}
        error={errors['urgency']}
      />
      <Select
        name="source"
        required
        label={words.source}
        options={NeedSource.options.map((value) => ({ value, label: domain.needSource[value] }))}
        value={form.source}
        onChange={(source) => set({ source })}
        error={errors['source']}
      />
      <TextArea
        name="note"
        optional
        limit={500}
        label={words.note}
        hint={words.noteHint}
        value={form.note}
        onChange={(note) => set({ note })}
        error={errors['note']}
      />
    </>
  );
}
