import { sumFen } from '#shared/domain/section';
import { Select } from '../../design/choices.tsx';
import { MoneyInput, NumberInput, TextArea } from '../../design/inputs.tsx';
import { Card } from '../../design/layout.tsx';
import { useFormat } from '../../words/format.ts';
import { useCatalogue } from './catalogue.ts';
import { Rows } from './rows.tsx';
import { SectionFrame, type SectionProps } from './section-frame.tsx';
import { newRowKey, type ServiceRow, servicesKind } from './section-kinds.ts';
import { useSection } from './use-section.ts';
import { useApplicationWords } from './words.ts';

const sumOf = ({ quantity, unitPriceFen }: ServiceRow) => (quantity ?? 0) * (unitPriceFen ?? 0);

export function ServicesSection({ application, call }: SectionProps) {
  const words = useApplicationWords().services;
  const format = useFormat();
  const catalogue = useCatalogue();
  const edit = useSection(servicesKind, application);
  const { form, change, errors, reading } = edit;
  const { lines } = form;
  const budget = application.draft.budget?.content;
  const setLines = (next: readonly ServiceRow[]) => change({ ...form, lines: [...next] });
  const options = call.items.map((code) => ({ value: code, label: `${code} ${catalogue.nameOf(code)}` }));
  const add = () => setLines([...lines, { key: newRowKey(), itemCode: '' }]);
  const total = lines.reduce((sum, line) => sum + sumOf(line), 0);
  return (
    <SectionFrame application={application} kind={servicesKind} edit={edit}>
      <Card>
        <Rows
          name="lines"
          label={words.lines}
          hint={words.linesHint}
          error={errors['lines']}
          rows={lines}
          nameOf={words.line}
          addLabel={words.add}
          columns={3}
          most={40}
          begun={reading.begun}
          onAdd={add}
          onChange={setLines}
          end={(row) => (sumOf(row) > 0 ? words.lineSum(format.money(sumOf(row))) : null)}
          fields={(row, index, set) => (
            <>
              <div className="portal-across">
                <Select
                  name={`lines.${index}.itemCode`}
                  required
                  label={words.item}
                  hint={catalogue.item(row.itemCode)?.quality}
                  options={options}
                  value={call.items.find((code) => code === row.itemCode) ?? ''}
                  onChange={(itemCode) => set({ itemCode, standardVersion: catalogue.item(itemCode)?.standardVersion })}
                  error={errors[`lines.${index}.itemCode`]}
                />
              </div>
              <NumberInput
                name={`lines.${index}.quantity`}
                required
                label={words.quantity}
                unit={catalogue.unitOf(row.itemCode)}
                value={row.quantity}
                onChange={(quantity) => set({ quantity })}
                error={errors[`lines.${index}.quantity`]}
              />
              <NumberInput
                name={`lines.${index}.beneficiaries`}
                required
                label={words.beneficiaries}
                unit={words.people}
                value={row.beneficiaries}
                onChange={(beneficiaries) => set({ beneficiaries })}
                error={errors[`lines.${index}.beneficiaries`]}
              />
              <MoneyInput
                name={`lines.${index}.unitPriceFen`}
                required
                label={words.unitPrice}
                hint={row.itemCode ? words.reference(catalogue.pricesOf(row.itemCode) ?? '—') : words.referenceLater}
                value={row.unitPriceFen}
                onChange={(unitPriceFen) => set({ unitPriceFen })}
                error={errors[`lines.${index}.unitPriceFen`]}
              />
            </>
          )}
        />
        <div className="portal-sum" role="status">
          <div>
            <span>{words.total}</span>
            <strong>{format.money(total)}</strong>
          </div>
          {budget && budget.lines.length > 0 ? (
            <div>
              <span>{words.requested}</span>
              <span>{format.money(sumFen(budget.lines.map(({ amountFen }) => amountFen)))}</span>
            </div>
          ) : null}
        </div>
      </Card>
      <Card>
        <TextArea
          name="approach"
          required
          limit={4000}
          rows={8}
          label={words.approach}
          hint={words.approachHint}
          value={form.approach}
          onChange={(approach) => change({ ...form, approach })}
          error={errors['approach']}
        />
      </Card>
    </SectionFrame>
  );
}
