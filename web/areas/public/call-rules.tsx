import type { PublicReply } from '../../client/public-call.ts';
import { Table } from '../../design/table.tsx';
import { useCoreWords } from '../../words/core.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { publicWords } from '../../words/public.ts';
import { unitIn } from '../../words/units.ts';
import { useWords } from '../../words/words.ts';
import { Chinese } from './public-page.tsx';
import { priceOf } from './service-price.ts';
import { known, usePublic } from './use-public.ts';

export type Call = PublicReply<'call'>;
type Props = { readonly call: Call };

/** Names and prices come from the service list; without it the codes still say what can be applied for. */
export function Items({ call }: Props) {
  const words = useWords(publicWords).call;
  const language = useLanguage();
  const services = known(usePublic('services'))?.items ?? [];
  const rows = call.items.map((code) => ({ code, item: services.find((item) => item.code === code) }));
  return (
    <Table
      caption={words.items}
      hideCaption
      keyOf={({ code }) => code}
      rows={rows}
      columns={[
        {
          key: 'item',
          label: words.item,
          cell: ({ code, item }) => (
            <>
              {item?.name[language] ?? code} {item ? <span className="pub-code">{code}</span> : null}
            </>
          ),
        },
        { key: 'unit', label: words.unit, cell: ({ item }) => (item ? unitIn(language, item.unit) : '–') },
        {
          key: 'price',
          label: words.price,
          align: 'right',
          cell: ({ item }) => (item ? priceOf(item) : '–'),
        },
      ]}
    />
  );
}

export function Timetable({ call }: Props) {
  const { aside } = useCoreWords();
  const words = useWords(publicWords).call;
  const format = useFormat();
  const { rules } = call;
  const stops = [
    { name: words.opens, when: format.dateTime(call.opensAt) },
    { name: words.closes, when: `${format.deadline(call.closesAt)}${aside(words.closesNote)}` },
    { name: words.admission, when: words.admissionNote(rules.admissionWorkingDays) },
    { name: words.review, when: words.reviewNote(rules.reviewDays, rules.expertsPerApplication) },
    { name: words.noticePeriod, when: words.noticeNote(rules.noticeDays) },
    { name: words.sign, when: words.signNote(rules.signDays) },
    { name: words.report, when: words.reportNote(rules.reportDays) },
  ];
  return (
    <ol className="pub-timetable">
      {stops.map(({ name, when }) => (
        <li key={name}>
          <strong>{name}</strong>
          <span>{when}</span>
        </li>
      ))}
    </ol>
  );
}

export function Rubric({ call }: Props) {
  const words = useWords(publicWords).call;
  const language = useLanguage();
  return (
    <Table
      caption={words.rubric}
      hideCaption
      keyOf={({ id }) => id}
      rows={call.rules.rubric}
      columns={[
        {
          key: 'criterion',
          label: words.criterion,
          cell: ({ id, name }) => (
            <>
              <span className="pub-code">{id}</span> {name[language]}
            </>
          ),
        },
        { key: 'lookFor', label: words.lookFor, cell: ({ lookFor }) => <Chinese>{lookFor}</Chinese> },
        { key: 'max', label: words.max, align: 'right', cell: ({ max }) => max },
      ]}
    />
  );
}

export function Tranches({ call }: Props) {
  const words = useWords(publicWords).call;
  const { tranches, midTermPassScore, closeOutPassScore } = call.rules;
  const scores = { signature: '', midTerm: String(midTermPassScore), closeOut: String(closeOutPassScore) };
  return (
    <>
      <div className="pub-shares" aria-hidden="true">
        {tranches.map(({ share, after }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: instalments are known by their number.
          <span key={index} style={{ flexGrow: share }} data-after={after}>
            {share}%
          </span>
        ))}
      </div>
      <Table
        caption={words.tranches}
        hideCaption
        keyOf={({ number }) => String(number)}
        rows={tranches.map((tranche, index) => ({ ...tranche, number: index + 1 }))}
        columns={[
          { key: 'number', label: words.tranches, cell: ({ number }) => words.tranche(number) },
          { key: 'share', label: words.share, cell: ({ share }) => `${share}%` },
          { key: 'after', label: words.condition, cell: ({ after }) => words.after[after](scores[after]) },
        ]}
      />
    </>
  );
}
