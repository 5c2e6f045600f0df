import { BudgetHeading } from '#shared/domain/section';
import { Select } from '../../design/choices.tsx';
import { MoneyInput, TextInput } from '../../design/inputs.tsx';
import { Beside, Card } from '../../design/layout.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { Rows } from './rows.tsx';
import { type CallRead, SectionFrame, type SectionProps } from './section-frame.tsx';
import { type BudgetRow, budgetKind, newRowKey } from './section-kinds.ts';
import { useSection } from './use-section.ts';
import { useApplicationWords } from './words.ts';

/** What is asked for, beside what the call gives at most and at least. */
function Sum({ total, call }: { readonly total: number; readonly call: CallRead }) {
  const words = useApplicationWords().budget;
  const format = useFormat();
  const over = total - call.capFen;
  const under = call.floorFen - total;
  const note = () => {
    if (over > 0) return words.over(format.money(over));
    return under > 0 && total > 0 ? words.under(format.money(under)) : words.within(format.money(Math.max(0, -over)));
  };
  return (
    <Card title={words.sum}>
      <div className="portal-sum" data-over={over > 0 ? '' : undefined} role="status">
        <div>
          <span>{words.requested}</span>
          <strong>{format.money(total)}</strong>
        </div>
        <meter min={0} max={call.capFen} value={Math.min(total, call.capFen)} aria-label={words.sum} />
        <div>
          <span>{words.cap}</span>
          <span>{format.money(call.capFen)}</span>
        </div>
        <div>
          <span>{words.floor}</span>
          <span>{format.money(call.floorFen)}</span>
        </div>
        <p className={over > 0 ? 'hb-error' : undefined}>{note()}</p>
      </div>
    </Card>
  );
}

export function BudgetSection({ application, call }: SectionProps) {
  const words = useApplicationWords().budget;
  const headings = useDomainWords().budget;
  const edit = useSection(budgetKind, application);
  const { form, change, errors, reading } = edit;
  const { lines } = form;
  const setLines = (next: readonly BudgetRow[]) => change({ ...form, lines: [...next] });
  const options = BudgetHeading.options.map((value) => ({ value, label: headings[value] }));
  const total = lines.reduce((sum, { amountFen }) => sum + (amountFen ?? 0), 0);
  return (
    <SectionFrame application={application} kind={budgetKind} edit={edit}>
      <Beside>
        <Card>
          <Rows
            name="lines"
            label={words.lines}
            hint={words.linesHint}
            error={errors['lines']}
            rows={lines}
            nameOf={words.line}
            addLabel={words.add}
            columns={2}
            most={40}
            begun={reading.begun}
            onAdd={() => setLines([...lines, { key: newRowKey(), heading: '', note: '' }])}
            onChange={setLines}
            fields={(row, index, set) => (
              <>
                <Select
                  name={`lines.${index}.heading`}
                  required
                  label={words.heading}
                  options={options}
                  value={BudgetHeading.options.find((heading) => heading === row.heading) ?? ''}
                  onChange={(heading) => set({ heading })}
                  error={errors[`lines.${index}.heading`]}
                />
                <MoneyInput
                  name={`lines.${index}.amountFen`}
                  required
                  label={words.amount}
                  value={row.amountFen}
                  onChange={(amountFen) => set({ amountFen })}
                  error={errors[`lines.${index}.amountFen`]}
                />
                <div className="portal-across">
                  <TextInput
                    name={`lines.${index}.note`}
                    optional
                    label={words.note}
                    hint={words.noteHint}
                    value={row.note}
                    onChange={(note) => set({ note })}
                    error={errors[`lines.${index}.note`]}
                  />
                </div>
              </>
            )}
          />
          <MoneyInput
            name="matchingFen"
            optional
            label={words.matching}
            hint={words.matchingHint}
            value={form.matchingFen}
            onChange={(matchingFen) => change({ ...form, matchingFen })}
            error={errors['matchingFen']}
          />
        </Card>
        <Sum total={total} call={call} />
      </Beside>
    </SectionFrame>
  );
}
