import { Button } from '../../design/button.tsx';
import { Select } from '../../design/choices.tsx';
import { FieldSet } from '../../design/field.tsx';
import { NumberInput, TextArea, TextInput } from '../../design/inputs.tsx';
import { Card } from '../../design/layout.tsx';
import { emptyCriterion, emptyTranche, type FormPart, type RubricRow, sumOf, type TrancheRow } from './call-draft.ts';
import { useConsoleWords } from './console-nav.ts';

const replaced = <Row extends { readonly key: string }>(rows: readonly Row[], next: Row) =>
  rows.map((row) => (row.key === next.key ? next : row));

function Sum({ sum, label }: { readonly sum: number; readonly label: string }) {
  return (
    <p className="hc-sum" role="status" data-off={sum === 100 ? undefined : ''}>
      {label}：{sum} / 100
    </p>
  );
}

type RowProps<Row> = {
  readonly row: Row;
  readonly index: number;
  readonly errors: FormPart['errors'];
  readonly change: (row: Row) => void;
  readonly remove: () => void;
};

function CriterionFields({ row, index, errors, change, remove }: RowProps<RubricRow>) {
  const words = useConsoleWords().calls;
  const at = `rules.rubric.${index}`;
  return (
    <div className="hc-row-fields" data-row="criterion">
      <strong>R{index + 1}</strong>
      <TextInput
        name={`${at}.name.zh`}
        label={words.criterionZh}
        required
        value={row.zh}
        onChange={(zh) => change({ ...row, zh })}
        error={errors[`${at}.name.zh`]}
      />
      <NumberInput
        name={`${at}.max`}
        label={words.max}
        required
        unit={words.pointUnit}
        value={row.max}
        onChange={(max) => change({ ...row, max })}
        error={errors[`${at}.max`]}
      />
      <TextInput
        name={`${at}.name.en`}
        label={words.criterionEn}
        required
        value={row.en}
        onChange={(en) => change({ ...row, en })}
        error={errors[`${at}.name.en`]}
      />
      <TextArea
        name={`${at}.lookFor`}
        label={words.lookFor}
        required
        rows={1}
        value={row.lookFor}
        onChange={(lookFor) => change({ ...row, lookFor })}
        error={errors[`${at}.lookFor`]}
      />
      <Remove label={words.removeCriterion(index + 1)} onClick={remove} />
    </div>
  );
}

function Remove({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  const words = useConsoleWords().calls;
  return (
    <Button aria-label={label} onClick={onClick}>
      {words.remove}
    </Button>
  );
}

function TrancheFields({ row, index, errors, change, remove }: RowProps<TrancheRow>) {
  const words = useConsoleWords().calls;
  const at = `rules.tranches.${index}`;
  return (
    <div className="hc-row-fields" data-row="tranche">
      <strong>{words.nth(index + 1)}</strong>
      <NumberInput
        name={`${at}.share`}
        label={words.share}
        required
        unit="%"
        value={row.share}
        onChange={(share) => change({ ...row, share })}
        error={errors[`${at}.share`]}
      />
      <Select
        name={`${at}.after`}
        label={words.after}
        required
        value={row.after}
        onChange={(after) => change({ ...row, after })}
        options={[
          { value: 'signature', label: words.afters.signature },
          { value: 'midTerm', label: words.afters.midTerm },
          { value: 'closeOut', label: words.afters.closeOut },
        ]}
        error={errors[`${at}.after`]}
      />
      <Remove label={words.removeTranche(index + 1)} onClick={remove} />
    </div>
  );
}

function Terms({ draft, change, errors }: FormPart) {
  const words = useConsoleWords().calls;
  const units = {
    admissionWorkingDays: words.workingDayUnit,
    expertsPerApplication: words.personUnit,
    reviewDays: words.dayUnit,
    passScore: words.pointUnit,
    noticeDays: words.dayUnit,
    signDays: words.dayUnit,
    reportDays: words.dayUnit,
    midTermPassScore: words.pointUnit,
    closeOutPassScore: words.pointUnit,
  } as const;
  const names = [
    ...(['admissionWorkingDays', 'expertsPerApplication', 'reviewDays', 'passScore', 'noticeDays'] as const),
    ...(['signDays', 'reportDays', 'midTermPassScore', 'closeOutPassScore'] as const),
  ];
  return (
    <Card title={words.terms}>
      <div className="hc-fieldset">
        {names.map((name) => (
          <NumberInput
            key={name}
            name={`rules.${name}`}
            label={words[name]}
            required
            unit={units[name]}
            value={draft.numbers[name]}
            onChange={(value) => change({ numbers: { ...draft.numbers, [name]: value } })}
            error={errors[`rules.${name}`]}
          />
        ))}
      </div>
    </Card>
  );
}

/** Everything that the call decides by: score sheet, instalments, days and pass lines. */
export function CallRules(part: FormPart) {
  const { draft, change, errors } = part;
  const words = useConsoleWords().calls;
  return (
    <>
      <div id="call-rubric">
        <Card title={words.rubric}>
          <FieldSet name="rules.rubric" label={words.rubricHint} error={errors['rules.rubric']}>
            {draft.rubric.map((row, index) => (
              <CriterionFields
                key={row.key}
                {...{ row, index, errors }}
                change={(next) => change({ rubric: replaced(draft.rubric, next) })}
                remove={() => change({ rubric: draft.rubric.filter(({ key }) => key !== row.key) })}
              />
            ))}
          </FieldSet>
          <Sum label={words.total} sum={sumOf(draft.rubric.map(({ max }) => max))} />
          <div>
            <Button onClick={() => change({ rubric: [...draft.rubric, emptyCriterion()] })}>
              {words.addCriterion}
            </Button>
          </div>
        </Card>
      </div>
      <div id="call-tranches">
        <Card title={words.tranches}>
          <FieldSet name="rules.tranches" label={words.trancheHint} error={errors['rules.tranches']}>
            {draft.tranches.map((row, index) => (
              <TrancheFields
                key={row.key}
                {...{ row, index, errors }}
                change={(next) => change({ tranches: replaced(draft.tranches, next) })}
                remove={() => change({ tranches: draft.tranches.filter(({ key }) => key !== row.key) })}
              />
            ))}
          </FieldSet>
          <Sum label={words.total} sum={sumOf(draft.tranches.map(({ share }) => share))} />
          {draft.tranches.length < 6 ? (
            <div>
              <Button onClick={() => change({ tranches: [...draft.tranches, emptyTranche()] })}>
                {words.addTranche}
              </Button>
            </div>
          ) : null}
        </Card>
      </div>
      <div id="call-terms">
        <Terms {...part} />
      </div>
    </>
  );
}
