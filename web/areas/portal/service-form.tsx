import * as z from 'zod/mini';
import type { deliveryRoutes } from '#shared/contracts/routes/delivery';
import { targetGroups } from '#shared/domain/reference';
import { dayOf, Instant } from '#shared/kernel/instant';
import type { Reply } from '../../client/api.ts';
import type { FieldErrors } from '../../client/field-errors.ts';
import type { Problem } from '../../client/problem.ts';
import { Select } from '../../design/choices.tsx';
import { DateInput, NumberInput, TextArea, TextInput } from '../../design/inputs.tsx';
import { now } from '../../words/clock.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { useCatalogue } from './catalogue.ts';
import { useAwardWords } from './words.ts';

export type Served = Reply<typeof deliveryRoutes.people>['items'][number];

/** One service as it is typed. Names of those served are not known here: a person is a pseudonym. */
export const ServiceForm = z.object({
  needId: z.string(),
  quantity: z.optional(z.number()),
  servedOn: z.string(),
  worker: z.string(),
  note: z.string(),
});
export type ServiceForm = z.output<typeof ServiceForm>;

export const today = () => dayOf(Instant.parse(now()));

/** Refusals of a service that are about one field. */
export const servicePlaces = {
  'delivery.day-out-of-bounds': 'servedOn',
  'delivery.need-not-cited': 'needId',
  'serviceItem.unknown': 'needId',
} as const;

/** The refusal of a day is clearer with the days that are possible. */
export function useDayBounds(problem: Problem | undefined) {
  const words = useAwardWords().service;
  const format = useFormat();
  const bounds = z.safeParse(z.object({ from: z.string(), until: z.string() }), problem?.details).data;
  if (problem?.code !== 'delivery.day-out-of-bounds' || !bounds) return undefined;
  const [firstDay, lastDay] = [bounds.from, bounds.until];
  return words.dayBetween(format.date(firstDay), format.date(lastDay));
}

export function useServiceLabels() {
  const words = useAwardWords().service;
  return {
    needId: words.person,
    quantity: words.quantity,
    servedOn: words.day,
    worker: words.worker,
    note: words.note,
    reason: words.reason,
  };
}

/** People are counted through within a project, in the order in which they came: a number that can be said on the telephone. */
export function personNumbers(people: readonly Served[]) {
  const ids = [...new Set(people.map(({ beneficiaryId }) => beneficiaryId))].toSorted();
  return (beneficiaryId: Served['beneficiaryId']) => `${ids.indexOf(beneficiaryId) + 1}`.padStart(2, '0');
}

/** `Person 03 · visiting · 12 of 48`: enough to find the right one on a list, and no name. */
export function usePersonLabel(people: readonly Served[]) {
  const numberOf = personNumbers(people);
  const words = useAwardWords().service;
  const catalogue = useCatalogue();
  const language = useLanguage();
  return ({ beneficiaryId, itemCode, targetGroup, served, quantity }: Served) =>
    words.personOf(
      numberOf(beneficiaryId),
      catalogue.nameOf(itemCode),
      targetGroups[targetGroup][language],
      `${served}/${quantity} ${catalogue.unitOf(itemCode)}`.trim(),
    );
}

type Props = {
  readonly form: ServiceForm;
  readonly onChange: (form: ServiceForm) => void;
  readonly people: readonly Served[];
  readonly errors: FieldErrors;
  readonly startsOn?: string | undefined;
};

export function ServiceFields({ form, onChange, people, errors, startsOn }: Props) {
  const words = useAwardWords().service;
  const labels = useServiceLabels();
  const labelOf = usePersonLabel(people);
  const catalogue = useCatalogue();
  const set = (part: Partial<ServiceForm>) => onChange({ ...form, ...part });
  const served = people.find(({ needId }) => needId === form.needId);
  return (
    <>
      <Select
        name="needId"
        required
        label={labels.needId}
        hint={words.personHint}
        value={form.needId}
        options={people.map((person) => ({ value: person.needId, label: labelOf(person) }))}
        onChange={(needId) => set({ needId })}
        error={errors['needId']}
      />
      <NumberInput
        name="quantity"
        required
        label={labels.quantity}
        unit={served ? catalogue.unitOf(served.itemCode) : ''}
        value={form.quantity}
        onChange={(quantity) => set({ quantity })}
        error={errors['quantity']}
      />
      <DateInput
        name="servedOn"
        required
        label={labels.servedOn}
        hint={words.dayHint}
        {...(startsOn ? { min: startsOn } : {})}
        max={today()}
        value={form.servedOn}
        onChange={(servedOn) => set({ servedOn })}
        error={errors['servedOn']}
      />
      <TextInput
        name="worker"
        required
        label={labels.worker}
        hint={words.workerHint}
        value={form.worker}
        onChange={(worker) => set({ worker })}
        error={errors['worker']}
      />
      <TextArea
        name="note"
        optional
        limit={500}
        label={labels.note}
        hint={words.noteHint}
        value={form.note}
        onChange={(note) => set({ note })}
        error={errors['note']}
      />
    </>
  );
}
