import { useState } from 'react';
import { needsRoutes } from '#shared/contracts/routes/needs';
import { District, districts, targetGroups } from '#shared/domain/reference';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useList } from '../../client/reads.tsx';
import { Button } from '../../design/button.tsx';
import { CheckboxGroup, Select } from '../../design/choices.tsx';
import { FieldSet } from '../../design/field.tsx';
import { TextArea } from '../../design/inputs.tsx';
import { Beside, Card } from '../../design/layout.tsx';
import { More } from '../../design/more.tsx';
import { useCoreWords } from '../../words/core.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useLanguage } from '../../words/language.ts';
import { useCatalogue } from './catalogue.ts';
import { SectionFrame, type SectionProps } from './section-frame.tsx';
import { needsKind } from './section-kinds.ts';
import { useSection } from './use-section.ts';
import { useApplicationWords } from './words.ts';

type Line = Reply<typeof needsRoutes.published>['items'][number];
/** What was cited before is known without its urgency. */
type Known = Omit<Line, 'urgency'> & { readonly urgency?: Line['urgency'] };

/** A need in one line: which service, how much, and for whom; never who. */
export function useNeedWords() {
  const catalogue = useCatalogue();
  const language = useLanguage();
  const urgency = useDomainWords().urgency;
  const words = useApplicationWords().needs;
  return {
    label: (need: Known) =>
      `${catalogue.nameOf(need.itemCode)} × ${need.quantity} ${catalogue.unitOf(need.itemCode)}`.trim(),
    hint: (need: Known) => {
      const [group, district] = [targetGroups[need.targetGroup][language], districts[need.district][language]];
      return need.urgency ? words.hint(group, urgency[need.urgency], district) : `${group} · ${district}`;
    },
  };
}

type PickerProps = {
  readonly district: District;
  readonly chosen: readonly string[];
  readonly offered: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  readonly onSeen: (lines: readonly Line[]) => void;
};

function Picker({ district, chosen, offered, onChange, onSeen }: PickerProps) {
  const words = useApplicationWords().needs;
  const language = useLanguage();
  const need = useNeedWords();
  const list = useList(needsRoutes.published, district, (cursor) => [{ params: { district }, query: { cursor } }]);
  return (
    <Loaded read={list} lines={4}>
      {({ items, hasMore, loadingMore, loadMore }) => {
        const fitting = items.filter(({ itemCode }) => offered.includes(itemCode));
        if (items.length === 0) return <p role="status">{words.noneIn(districts[district][language])}</p>;
        return (
          <>
            <CheckboxGroup
              name="pick"
              label={words.pickIn(districts[district][language])}
              hint={fitting.length < items.length ? words.others(items.length - fitting.length) : words.pickHint}
              options={fitting.map((line) => ({ value: line.needId, label: need.label(line), hint: need.hint(line) }))}
              value={chosen.filter((id) => fitting.some(({ needId }) => needId === id))}
              onChange={(here) => {
                const others = chosen.filter((id) => !fitting.some(({ needId }) => needId === id));
                onSeen(items);
                onChange([...others, ...here]);
              }}
            />
            {hasMore ? <More shown={items.length} hasMore loading={loadingMore} onMore={loadMore} /> : null}
          </>
        );
      }}
    </Loaded>
  );
}

type ChosenProps = {
  readonly chosen: readonly string[];
  readonly seen: ReadonlyMap<string, Known>;
  readonly onRemove: (needId: string) => void;
};

function Chosen({ chosen, seen, onRemove }: ChosenProps) {
  const words = useApplicationWords().needs;
  const core = useCoreWords().form;
  const need = useNeedWords();
  if (chosen.length === 0) return <p>{words.noneChosen}</p>;
  return (
    <ul className="portal-list">
      {chosen.map((needId) => {
        const line = seen.get(needId);
        const label = line ? need.label(line) : words.unseen(needId.replace('need-', '').slice(-6));
        return (
          <li key={needId}>
            <div>
              {label}
              <small>{line ? need.hint(line) : words.unseenHint}</small>
            </div>
            <Button kind="plain" aria-label={`${core.remove} ${label}`} onClick={() => onRemove(needId)}>
              {core.remove}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

export function NeedsSection({ application, call }: SectionProps) {
  const words = useApplicationWords().needs;
  const language = useLanguage();
  const edit = useSection(needsKind, application);
  const { form, change, errors } = edit;
  const [district, setDistrict] = useState<District | ''>('');
  const [seen, setSeen] = useState<ReadonlyMap<string, Known>>(
    () => new Map(application.citedNeeds.map((need) => [need.needId, need])),
  );
  const note = (lines: readonly Line[]) =>
    setSeen(new Map([...seen, ...lines.map((line) => [line.needId, line] as const)]));
  return (
    <SectionFrame application={application} kind={needsKind} edit={edit}>
      <Beside split="half">
        <Card title={words.choose}>
          <Select
            name="district"
            label={words.district}
            hint={words.districtHint}
            value={district}
            options={District.options.map((code) => ({ value: code, label: districts[code][language] }))}
            onChange={setDistrict}
          />
          {district ? (
            <Picker
              key={district}
              district={district}
              chosen={form.needIds}
              offered={call.items}
              onSeen={note}
              onChange={(needIds) => change({ ...form, needIds: [...needIds] })}
            />
          ) : null}
        </Card>
        <Card>
          <FieldSet name="needIds" label={words.chosen(form.needIds.length)} required error={errors['needIds']}>
            <Chosen
              chosen={form.needIds}
              seen={seen}
              onRemove={(id) => change({ ...form, needIds: form.needIds.filter((other) => other !== id) })}
            />
          </FieldSet>
        </Card>
      </Beside>
      <Card>
        <TextArea
          name="evidence"
          required
          limit={2000}
          rows={6}
          label={words.evidence}
          hint={words.evidenceHint}
          value={form.evidence}
          onChange={(evidence) => change({ ...form, evidence })}
          error={errors['evidence']}
        />
      </Card>
    </SectionFrame>
  );
}
