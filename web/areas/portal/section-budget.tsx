import { BudgetHeading } from '#shared/domain/section';
import { Select } from '../../design/choices.tsx';
import { MoneyInput, TextInput } from '../../design/inputs.tsx';
import { Beside, Card } from '../../design/layout.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { servicesFen, useLimits } from './limits.ts';
import { Rows } from './rows.tsx';
import { SectionFrame, type SectionProps } from './section-frame.tsx';
import { type BudgetRow, budgetKind, newRowKey } from './section-kinds.ts';
import { useSection } from './use-section.ts';
import { useApplicationWords } from './words.ts';

type SumProps = Pick<SectionProps, 'application' | 'call'> & { readonly total: number };

/** What is asked for, beside what the call gives at most and at least, and what the services come to. */
function Sum({ total, application, call }: SumProps) {
  const words = useApplicationWords();
  const format = useFormat();
  const { isOutside, note } = useLimits(call)(total);
  const services = application.draft.services?.content;
  const isWrong = isOutside && total > 0;
  return (
    <Card title={words.budget.sum}>
      <div className="portal-sum" data-wrong={isWrong ? '' : undefined} role="status">
        <div>
          <span>{words.budget.requested}</span>
          <strong>{format.money(total)}</strong>
        </div>
        <meter min={0} max={call.capFen} value={Math.min(total, call.capFen)} aria-label={words.budget.sum} />
        <div>
          <span>{words.budget.cap}</span>
          <span>{format.money(call.capFen)}</span>
        </div>
        <div>
          <span>{words.budget.floor}</span>
          <span>{format.money(call.floorFen)}</span>
        </div>
        <p className={isWrong ? 'hb-error' : undefined}>{note}</p>
        {services && services.lines.length > 0 ? (
          <div>
            <span>{words.services.total}</span>
            <span>{format.money(servicesFen(services))}</span>
          </div>
        ) : null}
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
        <Sum total={total} application={application} call={call} />
      </Beside>
    </SectionFrame>
  );
}
