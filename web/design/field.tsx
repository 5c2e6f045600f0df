import { type ReactNode, useId } from 'react';
import { useCoreWords } from '../words/core.ts';

export type FieldProps = {
  readonly label: ReactNode;
  /** The path of the field in the request body, such as `budget.0.amountFen`: refusals and the summary point to it. */
  readonly name: string;
  readonly hint?: ReactNode;
  /** The refusal, shown at the field and read out with it. */
  readonly error?: string | undefined;
  readonly required?: boolean;
  /** Says "optional" where most fields are required. */
  readonly optional?: boolean;
};

/** What a control has to carry so that label, hint and refusal belong to it. */
export type ControlProps = {
  readonly id: string;
  readonly name: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
  readonly 'aria-required': true | undefined;
};

type Ids = { readonly hint: string; readonly error: string };

const describedBy = ({ hint, error }: FieldProps, ids: Ids, extra?: string) =>
  [hint ? ids.hint : '', error ? ids.error : '', extra ?? ''].filter(Boolean).join(' ') || undefined;

/** Where the summary of refusals jumps to. */
export const fieldId = (name: string) => `field-${name.replaceAll('.', '-')}`;

function Marks({ required, optional }: Pick<FieldProps, 'required' | 'optional'>) {
  const words = useCoreWords().form;
  if (required) {
    return (
      <span className="hb-required" title={words.required} aria-hidden="true">
        *
      </span>
    );
  }
  return optional ? <span className="hb-optional">{words.optional}</span> : null;
}

function Notes({ hint, error, ids }: Pick<FieldProps, 'hint' | 'error'> & { readonly ids: Ids }) {
  return (
    <>
      {hint ? (
        <span className="hb-hint" id={ids.hint}>
          {hint}
        </span>
      ) : null}
      {error ? (
        <span className="hb-error" id={ids.error}>
          {error}
        </span>
      ) : null}
    </>
  );
}

type Props = FieldProps & {
  readonly children: (control: ControlProps) => ReactNode;
  /** The id of one more text that describes the control, such as a counter. */
  readonly describedBy?: string;
};

/** A label, its control, the hint and the refusal, bound together for eyes and for screen readers. */
export function Field({ children, describedBy: extra, ...field }: Props) {
  const own = useId();
  const id = fieldId(field.name);
  const ids = { hint: `${own}-hint`, error: `${own}-error` };
  return (
    <div className="hb-field" data-invalid={field.error ? '' : undefined}>
      <label className="hb-label" htmlFor={id}>
        {field.label}
        <Marks {...field} />
      </label>
      <Notes {...field} ids={ids} />
      {children({
        id,
        name: field.name,
        'aria-describedby': describedBy(field, ids, extra),
        'aria-invalid': field.error ? true : undefined,
        'aria-required': field.required ? true : undefined,
      })}
    </div>
  );
}

/** The same for several controls under one question. */
export function FieldSet({ children, ...field }: FieldProps & { readonly children: ReactNode }) {
  const own = useId();
  const ids = { hint: `${own}-hint`, error: `${own}-error` };
  return (
    <fieldset
      className="hb-field"
      id={fieldId(field.name)}
      tabIndex={-1}
      aria-describedby={describedBy(field, ids)}
      data-invalid={field.error ? '' : undefined}
    >
      <legend className="hb-label">
        {field.label}
        <Marks {...field} />
      </legend>
      <Notes {...field} ids={ids} />
      {children}
    </fieldset>
  );
}
