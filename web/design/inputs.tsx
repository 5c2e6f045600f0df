import { type ChangeEvent, useId, useState } from 'react';
import { useCoreWords } from '../words/core.ts';
import { fenOf, yuanOf } from '../words/money.ts';
import { Field, type FieldProps } from './field.tsx';

type Of<Value> = FieldProps & {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly disabled?: boolean;
  readonly onBlur?: () => void;
};

export type TextInputProps = Of<string> & {
  readonly type?: 'text' | 'email' | 'tel' | 'url' | 'search';
  readonly autoComplete?: string;
  readonly maxLength?: number;
  /** For codes and numbers whose length is known. */
  readonly short?: boolean;
};

const typedInto = (onChange: (value: string) => void) => (event: ChangeEvent<{ value: string }>) =>
  onChange(event.currentTarget.value);

export function TextInput({
  value,
  onChange,
  onBlur,
  disabled,
  type = 'text',
  autoComplete,
  maxLength,
  short,
  ...field
}: TextInputProps) {
  return (
    <Field {...field}>
      {(control) => (
        <input
          {...control}
          {...{ type, value, disabled, autoComplete, maxLength, onBlur }}
          className="hb-input"
          data-short={short ? '' : undefined}
          onChange={typedInto(onChange)}
        />
      )}
    </Field>
  );
}

export type TextAreaProps = Of<string> & {
  /** Counted in characters as people count them. Typing beyond it is possible, so that pasted text can be shortened. */
  readonly limit?: number;
  readonly rows?: number;
};

export function TextArea({ value, onChange, onBlur, disabled, limit, rows = 4, ...field }: TextAreaProps) {
  const words = useCoreWords().form;
  const counterId = useId();
  const used = [...value].length;
  return (
    <Field {...field} {...(limit ? { describedBy: counterId } : {})}>
      {(control) => (
        <>
          <textarea
            {...control}
            {...{ value, disabled, rows, onBlur }}
            className="hb-input"
            onChange={typedInto(onChange)}
          />
          {limit ? (
            <span id={counterId} className="hb-count" data-over={used > limit ? '' : undefined}>
              {words.count(used, limit)}
            </span>
          ) : null}
        </>
      )}
    </Field>
  );
}

export type NumberInputProps = Of<number | undefined> & { readonly unit?: string; readonly decimals?: boolean };

/** A text field, not `type=number`: wheels must not change what was typed, and a wrong text must stay to be corrected. */
export function NumberInput({ value, onChange, onBlur, disabled, unit, decimals = false, ...field }: NumberInputProps) {
  const words = useCoreWords().form;
  const read = (text: string) => {
    const plain = text.normalize('NFKC').replace(/[\s,]/g, '');
    return (decimals ? /^\d{1,15}(\.\d{1,6})?$/ : /^\d{1,15}$/).test(plain) ? Number(plain) : undefined;
  };
  const typed = useTyped(value, (known) => String(known), read, onChange);
  return (
    <Field {...field} error={field.error ?? (typed.wrong ? words.notNumber : undefined)}>
      {(control) => (
        <span className="hb-affix">
          <input
            {...control}
            {...{ disabled }}
            inputMode={decimals ? 'decimal' : 'numeric'}
            className="hb-input"
            data-short=""
            value={typed.text}
            onChange={typedInto(typed.type)}
            onBlur={() => {
              typed.leave();
              onBlur?.();
            }}
          />
          {unit ? <span>{unit}</span> : null}
        </span>
      )}
    </Field>
  );
}

export type MoneyInputProps = Of<number | undefined>;

/** Yuan for the eye, whole fen for the platform. `undefined` while the text is no amount. */
export function MoneyInput({ value, onChange, onBlur, disabled, ...field }: MoneyInputProps) {
  const words = useCoreWords().form;
  const typed = useTyped(value, yuanOf, fenOf, onChange);
  return (
    <Field {...field} error={field.error ?? (typed.wrong ? words.notAmount : undefined)}>
      {(control) => (
        <span className="hb-affix">
          <input
            {...control}
            {...{ disabled }}
            inputMode="decimal"
            className="hb-input hb-money"
            data-short=""
            value={typed.text}
            onChange={typedInto(typed.type)}
            onBlur={() => {
              typed.leave();
              onBlur?.();
            }}
          />
          <span>{words.yuan}</span>
        </span>
      )}
    </Field>
  );
}

/** Keeps what was typed while it is no value yet, complains only after leaving, and follows changes from outside. */
function useTyped(
  value: number | undefined,
  write: (value: number) => string,
  read: (text: string) => number | undefined,
  onChange: (value: number | undefined) => void,
) {
  const [text, setText] = useState(value === undefined ? '' : write(value));
  const [left, setLeft] = useState(false);
  const isStale = value !== undefined && read(text) !== value;
  const shown = isStale ? write(value) : text;
  const type = (next: string) => {
    setText(next);
    setLeft(false);
    onChange(read(next));
  };
  const leave = () => {
    setLeft(true);
    const known = read(shown);
    if (known !== undefined) setText(write(known));
  };
  return { text: shown, wrong: left && shown.trim() !== '' && read(shown) === undefined, type, leave };
}

export type DateInputProps = Of<string> & { readonly min?: string; readonly max?: string };

/** A day such as `2026-03-01`; empty while none is chosen. */
export function DateInput({ value, onChange, onBlur, disabled, min, max, ...field }: DateInputProps) {
  return (
    <Field {...field}>
      {(control) => (
        <input
          {...control}
          {...{ value, disabled, min, max, onBlur }}
          type="date"
          className="hb-input"
          data-short=""
          onChange={typedInto(onChange)}
        />
      )}
    </Field>
  );
}
