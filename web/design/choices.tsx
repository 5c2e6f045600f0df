import type { ReactNode } from 'react';
import { useCoreWords } from '../words/core.ts';
import { Field, type FieldProps, FieldSet } from './field.tsx';

export type Option<Value extends string = string> = {
  readonly value: Value;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
};

type Of<Value, Options extends string> = FieldProps & {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly Option<Options>[];
  readonly disabled?: boolean;
};

export type SelectProps<Value extends string> = Of<Value | '', Value>;

/** The browser's own select: it is the one that phones, keyboards and screen readers know. */
export function Select<Value extends string>({ value, onChange, options, disabled, ...field }: SelectProps<Value>) {
  const words = useCoreWords().form;
  return (
    <Field {...field}>
      {(control) => (
        <select
          {...control}
          className="hb-input"
          value={value}
          disabled={disabled}
          onChange={({ currentTarget }) =>
            onChange(options.find((option) => option.value === currentTarget.value)?.value ?? '')
          }
        >
          <option value="">{words.choose}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

type ChoiceProps = { readonly label: ReactNode; readonly hint?: ReactNode; readonly children: ReactNode };

const Choice = ({ label, hint, children }: ChoiceProps) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child.
  <label className="hb-choice">
    {children}
    <span>
      {label}
      {hint ? <small>{hint}</small> : null}
    </span>
  </label>
);

export type RadioGroupProps<Value extends string> = Of<Value | '', Value>;

export function RadioGroup<Value extends string>({
  value,
  onChange,
  options,
  disabled,
  ...field
}: RadioGroupProps<Value>) {
  return (
    <FieldSet {...field}>
      {options.map((option) => (
        <Choice key={option.value} label={option.label} hint={option.hint}>
          <input
            type="radio"
            name={field.name}
            checked={option.value === value}
            disabled={disabled || option.disabled}
            onChange={() => onChange(option.value)}
          />
        </Choice>
      ))}
    </FieldSet>
  );
}

export type CheckboxGroupProps<Value extends string> = Of<readonly Value[], Value>;

export function CheckboxGroup<Value extends string>({
  value,
  onChange,
  options,
  disabled,
  ...field
}: CheckboxGroupProps<Value>) {
  const flip = (chosen: Value) =>
    onChange(value.includes(chosen) ? value.filter((other) => other !== chosen) : [...value, chosen]);
  return (
    <FieldSet {...field}>
      {options.map((option) => (
        <Choice key={option.value} label={option.label} hint={option.hint}>
          <input
            type="checkbox"
            name={field.name}
            checked={value.includes(option.value)}
            disabled={disabled || option.disabled}
            onChange={() => flip(option.value)}
          />
        </Choice>
      ))}
    </FieldSet>
  );
}

export type CheckboxProps = Omit<FieldProps, 'optional'> & {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
};

/** One statement to agree to. */
export function Checkbox({ label, name, hint, error, required, checked, onChange, disabled }: CheckboxProps) {
  const errorId = `checkbox-${name}-error`;
  return (
    <div className="hb-field" data-invalid={error ? '' : undefined}>
      <Choice label={label} hint={hint}>
        <input
          type="checkbox"
          id={`field-${name.replaceAll('.', '-')}`}
          {...{ name, checked, disabled }}
          aria-required={required || undefined}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? errorId : undefined}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
      </Choice>
      {error ? (
        <span className="hb-error" id={errorId}>
          {error}
        </span>
      ) : null}
    </div>
  );
}
