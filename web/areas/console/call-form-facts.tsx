import { fundsRoutes } from '#shared/contracts/routes/funds';
import { useRead } from '../../client/reads.tsx';
import { Select } from '../../design/choices.tsx';
import { DateInput, MoneyInput, NumberInput, TextArea, TextInput } from '../../design/inputs.tsx';
import { Card } from '../../design/layout.tsx';
import type { FormPart } from './call-draft.ts';
import { useConsoleWords } from './console-nav.ts';

function useFundOptions() {
  const funds = useRead(fundsRoutes.list, { query: { limit: 100 } });
  if (funds.state !== 'ready') return [];
  return funds.value.items
    .filter(({ phase }) => phase === 'open')
    .map(({ fundId, name }) => ({ value: fundId.toString(), label: name.zh }));
}

/** Name, fund, money, dates and who may apply. */
export function CallFacts({ draft, change, errors }: FormPart) {
  const words = useConsoleWords().calls;
  const funds = useFundOptions();
  return (
    <Card title={words.facts}>
      <TextInput
        name="name.zh"
        label={words.nameZh}
        required
        value={draft.nameZh}
        onChange={(nameZh) => change({ nameZh })}
        error={errors['name.zh']}
      />
      <TextInput
        name="name.en"
        label={words.nameEn}
        required
        hint={words.nameEnHint}
        value={draft.nameEn}
        onChange={(nameEn) => change({ nameEn })}
        error={errors['name.en']}
      />
      <Select
        name="fundId"
        label={words.fund}
        required
        value={draft.fundId}
        onChange={(fundId) => change({ fundId })}
        options={funds}
        error={errors['fundId']}
      />
      <div className="hc-fieldset">
        <MoneyInput
          name="budgetFen"
          label={words.budget}
          required
          value={draft.budgetFen}
          onChange={(budgetFen) => change({ budgetFen })}
          error={errors['budgetFen']}
        />
        <MoneyInput
          name="floorFen"
          label={words.floor}
          required
          value={draft.floorFen}
          onChange={(floorFen) => change({ floorFen })}
          error={errors['floorFen']}
        />
        <MoneyInput
          name="capFen"
          label={words.cap}
          required
          value={draft.capFen}
          onChange={(capFen) => change({ capFen })}
          error={errors['capFen']}
        />
        <NumberInput
          name="months"
          label={words.months}
          required
          unit={words.monthUnit}
          value={draft.months}
          onChange={(months) => change({ months })}
          error={errors['months']}
        />
        <DateInput
          name="opensAt"
          label={words.opensOn}
          required
          value={draft.opensOn}
          onChange={(opensOn) => change({ opensOn })}
          error={errors['opensAt']}
        />
        <DateInput
          name="closesAt"
          label={words.closesOn}
          required
          value={draft.closesOn}
          onChange={(closesOn) => change({ closesOn })}
          error={errors['closesAt']}
        />
      </div>
      <TextArea
        name="eligibility"
        label={words.eligibility}
        required
        limit={500}
        value={draft.eligibility}
        onChange={(eligibility) => change({ eligibility })}
        error={errors['eligibility']}
      />
      <TextArea
        name="note"
        label={words.note}
        optional
        limit={1000}
        value={draft.note}
        onChange={(note) => change({ note })}
        error={errors['note']}
      />
      <TextInput
        name="contact"
        label={words.contact}
        required
        hint={words.contactHint}
        value={draft.contact}
        onChange={(contact) => change({ contact })}
        error={errors['contact']}
      />
    </Card>
  );
}
