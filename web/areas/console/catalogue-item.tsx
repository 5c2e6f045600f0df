import { type FormEvent, useState } from 'react';
import * as z from 'zod/mini';
import { catalogueRoutes } from '#shared/contracts/routes/catalogue';
import { ServiceClass } from '#shared/domain/reference';
import { type ServiceItem, Standard } from '#shared/domain/service-item';
import { dayOf, Instant } from '#shared/kernel/instant';
import type { Reply } from '../../client/api.ts';
import { type FieldErrors, fieldErrorsOf, issuesIn, useFieldErrors } from '../../client/field-errors.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useCommand, useRead } from '../../client/reads.tsx';
import { Button } from '../../design/button.tsx';
import { Select } from '../../design/choices.tsx';
import { DateInput, MoneyInput, TextArea, TextInput } from '../../design/inputs.tsx';
import { Card, Page } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { UnknownPage } from '../../design/states.tsx';
import { DescriptionList } from '../../design/table.tsx';
import { toast } from '../../design/toast.tsx';
import type { ScreenProps } from '../../shell/screens.tsx';
import { now } from '../../words/clock.ts';
import { useCoreWords } from '../../words/core.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { RefusalNote } from './act.tsx';
import { useMayTry } from './caller.ts';
import { useConsoleWords } from './console-nav.ts';
import { targetText } from './target-text.ts';

function Facts({ item }: { readonly item: ServiceItem }) {
  const words = useConsoleWords().catalogue;
  const domain = useDomainWords();
  const format = useFormat();
  return (
    <Card title={words.current(item.standardVersion)}>
      <DescriptionList
        terms={[
          { label: words.class, value: domain.serviceClass[item.class] },
          { label: words.field, value: item.field },
          { label: words.target, value: targetText(item.target) },
          { label: words.content, value: item.content },
          { label: words.quality, value: item.quality },
          {
            label: words.price,
            value: words.perUnit(format.money(item.priceFromFen), format.money(item.priceToFen), item.unit),
          },
          { label: words.effectiveFrom, value: format.date(item.effectiveFrom) },
        ]}
      />
    </Card>
  );
}

type Read = Reply<typeof catalogueRoutes.read>;

/** The version being typed: of money and class something may still be missing. */
type Draft = Omit<
  ServiceItem,
  'phase' | 'standardVersion' | 'priceFromFen' | 'priceToFen' | 'effectiveFrom' | 'class'
> & {
  readonly class: ServiceItem['class'] | '';
  readonly priceFromFen: number | undefined;
  readonly priceToFen: number | undefined;
  readonly effectiveFrom: string;
};

type FieldsProps = {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly errors: FieldErrors;
};

function Texts({ draft, change, errors }: FieldsProps) {
  const words = useConsoleWords().catalogue;
  const short = [
    ['field', words.field],
    ['target', words.target],
    ['unit', words.unit],
  ] as const;
  const long = [
    ['content', words.content],
    ['quality', words.quality],
  ] as const;
  return (
    <>
      {short.map(([name, label]) => (
        <TextInput
          key={name}
          name={name}
          label={label}
          required
          value={draft[name]}
          onChange={(text) => change({ [name]: text })}
          error={errors[name]}
        />
      ))}
      {long.map(([name, label]) => (
        <TextArea
          key={name}
          name={name}
          label={label}
          required
          limit={500}
          value={draft[name]}
          onChange={(text) => change({ [name]: text })}
          error={errors[name]}
        />
      ))}
    </>
  );
}

function Fields({ draft, change, errors }: FieldsProps) {
  const words = useConsoleWords().catalogue;
  const domain = useDomainWords();
  return (
    <>
      <TextInput
        name="name.zh"
        label={words.nameZh}
        required
        value={draft.name.zh}
        onChange={(zh) => change({ name: { ...draft.name, zh } })}
        error={errors['name.zh']}
      />
      <TextInput
        name="name.en"
        label={words.nameEn}
        required
        value={draft.name.en}
        onChange={(en) => change({ name: { ...draft.name, en } })}
        error={errors['name.en']}
      />
      <Select
        name="class"
        label={words.class}
        required
        value={draft.class}
        onChange={(chosen) => change({ class: chosen })}
        options={ServiceClass.options.map((value) => ({ value, label: domain.serviceClass[value] }))}
        error={errors['class']}
      />
      <Texts draft={draft} change={change} errors={errors} />
      <div className="hc-fieldset">
        <MoneyInput
          name="priceFromFen"
          label={words.priceFrom}
          required
          value={draft.priceFromFen}
          onChange={(priceFromFen) => change({ priceFromFen })}
          error={errors['priceFromFen']}
        />
        <MoneyInput
          name="priceToFen"
          label={words.priceTo}
          required
          value={draft.priceToFen}
          onChange={(priceToFen) => change({ priceToFen })}
          error={errors['priceToFen']}
        />
        <DateInput
          name="effectiveFrom"
          label={words.effectiveFrom}
          required
          value={draft.effectiveFrom}
          onChange={(effectiveFrom) => change({ effectiveFrom })}
          error={errors['effectiveFrom']}
        />
      </div>
    </>
  );
}

function Revise({ state: item, version }: Read) {
  const words = useConsoleWords().catalogue;
  const core = useCoreWords();
  const command = useCommand(catalogueRoutes.revise);
  const { phase, standardVersion, ...current } = item;
  const [draft, setDraft] = useState<Draft>({ ...current, effectiveFrom: dayOf(Instant.parse(now())) });
  const [found, setFound] = useState<FieldErrors>({});
  const refused = useFieldErrors(command.problem);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { data } = z.safeParse(Standard, draft);
    setFound(data ? {} : fieldErrorsOf(issuesIn(catalogueRoutes.revise, draft), core.issues));
    if (!data || command.running) return;
    const result = await command.run({ params: { code: item.code }, ifMatch: version, body: data });
    if (result.ok) toast(words.revised(result.value.standardVersion));
  };
  return (
    <Card title={words.revise}>
      <p className="hb-lead">{words.reviseNote}</p>
      <form className="hb-form" noValidate onSubmit={(event) => void submit(event)}>
        {Object.keys(found).length > 0 ? (
          <ProblemSummary fields={found} />
        ) : (
          <RefusalNote problem={command.problem} fields={refused} onReload={command.clear} />
        )}
        <Fields draft={draft} change={(part) => setDraft({ ...draft, ...part })} errors={{ ...refused, ...found }} />
        <div>
          <Button kind="primary" type="submit" busy={command.running}>
            {words.publish(standardVersion + 1)}
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** The list has no versions of records: whoever revises reads the record itself, and revises what was read. */
function Next({ code }: { readonly code: ServiceItem['code'] }) {
  const read = useRead(catalogueRoutes.read, { params: { code } });
  return <Loaded read={read}>{({ value }) => <Revise key={value.version} {...value} />}</Loaded>;
}

/** One service item: the standard in force, and its next version. */
export function Screen({ params }: ScreenProps<'/console/catalogue/{code}'>) {
  const words = useConsoleWords();
  const read = useRead(catalogueRoutes.list);
  const mayRevise = useMayTry('serviceItem.revise');
  const item = read.state === 'ready' ? read.value.items.find(({ code }) => code === params.code) : undefined;
  return (
    <Page
      title={item ? `${item.code} ${item.name.zh}` : words.nav.catalogue}
      {...(item ? { badge: <PhaseBadge kind="serviceItem" phase={item.phase} /> } : {})}
      crumbs={[{ label: words.nav.catalogue, to: '/console/catalogue' }]}
    >
      <Loaded read={read}>
        {() =>
          item ? (
            <>
              <Facts item={item} />
              {mayRevise ? <Next code={item.code} /> : null}
            </>
          ) : (
            <UnknownPage />
          )
        }
      </Loaded>
    </Page>
  );
}
