import { type FormEvent, useState } from 'react';
import { operationsRoutes } from '#shared/contracts/routes/operations';
import { Day, dayOf, Instant } from '#shared/kernel/instant';
import type { Reply } from '../../client/api.ts';
import { type FieldErrors, useFieldErrors } from '../../client/field-errors.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useCommand, useRead } from '../../client/reads.tsx';
import { Button } from '../../design/button.tsx';
import { Select } from '../../design/choices.tsx';
import { TextArea } from '../../design/inputs.tsx';
import { Card, Page } from '../../design/layout.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { DescriptionList } from '../../design/table.tsx';
import { toast } from '../../design/toast.tsx';
import { useQueryValue } from '../../shell/address.ts';
import { now } from '../../words/clock.ts';
import { useCoreWords } from '../../words/core.ts';
import { useFormat } from '../../words/format.ts';
import { RefusalNote } from './act.tsx';
import { useConsoleWords } from './console-nav.ts';

type Read = Reply<typeof operationsRoutes.calendar>;
type Year = { readonly year: number; readonly read: Read };

/** The days of a text, one to a line or parted by commas, and the first that is no day of the year. */
function daysIn(text: string, year: number) {
  const parts = text.split(/[\s,，、]+/).filter((part) => part !== '');
  const days = parts.flatMap((part) => Day.safeParse(part).data ?? []);
  return { days, wrong: parts.find((part) => !Day.safeParse(part).success || !part.startsWith(`${year}-`)) };
}

/** `body.off.3` belongs to the field that holds all of them. */
const atLists = (errors: FieldErrors): FieldErrors =>
  Object.fromEntries(Object.entries(errors).map(([path, text]) => [path.replace(/\.\d+$/, ''), text]));

/** The year stands above. */
function Days({ days }: { readonly days: readonly string[] }) {
  const format = useFormat();
  if (days.length === 0) return '—';
  return (
    <ul className="hc-days">
      {days.map((day) => (
        <li key={day} className="hb-day">
          {format.date(day).replace(/^\d+年/, '')}
        </li>
      ))}
    </ul>
  );
}

function Facts({ read }: { readonly read: Read }) {
  const words = useConsoleWords().calendar;
  const format = useFormat();
  const { off, worked, provisional, replaced } = read;
  const source = provisional ? words.provisional : words.official;
  return (
    <Card title={words.current}>
      <DescriptionList
        terms={[
          { label: words.off, value: <Days days={off} /> },
          { label: words.worked, value: <Days days={worked} /> },
          { label: words.source, value: replaced ? words.by(replaced.name, format.dateTime(replaced.at)) : source },
          ...(replaced ? [{ label: words.reason, value: replaced.reason }] : []),
        ]}
      />
    </Card>
  );
}

function Replace({ year, read }: Year) {
  const words = useConsoleWords().calendar;
  const core = useCoreWords();
  const command = useCommand(operationsRoutes.replaceCalendar);
  const [off, setOff] = useState(read.off.join('\n'));
  const [worked, setWorked] = useState(read.worked.join('\n'));
  const [reason, setReason] = useState('');
  const [found, setFound] = useState<FieldErrors>({});
  const refused = atLists(useFieldErrors(command.problem));
  const errors = { ...refused, ...found };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const [free, busy] = [daysIn(off, year), daysIn(worked, year)];
    const wrong = {
      ...(free.wrong !== undefined && { off: words.wrong(free.wrong, year) }),
      ...(busy.wrong !== undefined && { worked: words.wrong(busy.wrong, year) }),
      ...(reason.trim() === '' && { reason: core.issues.missing }),
    };
    setFound(wrong);
    if (Object.keys(wrong).length > 0 || command.running) return;
    const body = { off: free.days, worked: busy.days, reason };
    const result = await command.run({ params: { year }, ifMatch: read.version, body });
    if (result.ok) toast(words.done);
  };
  const labels = { off: words.off, worked: words.worked, reason: words.reason };
  return (
    <Card title={words.replace}>
      <p className="hb-lead">{words.note}</p>
      <form className="hb-form" noValidate onSubmit={(event) => void submit(event)}>
        {Object.keys(found).length > 0 ? (
          <ProblemSummary fields={found} labels={labels} />
        ) : (
          <RefusalNote problem={command.problem} fields={refused} labels={labels} onReload={command.clear} />
        )}
        <TextArea
          name="off"
          label={words.off}
          hint={words.hint}
          rows={10}
          value={off}
          onChange={setOff}
          error={errors['off']}
        />
        <TextArea
          name="worked"
          label={words.worked}
          hint={words.hint}
          value={worked}
          onChange={setWorked}
          error={errors['worked']}
        />
        <TextArea
          name="reason"
          label={words.reason}
          required
          limit={500}
          value={reason}
          onChange={setReason}
          error={errors['reason']}
        />
        <div>
          <Button kind="primary" type="submit" busy={command.running}>
            {words.replace}
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** Deadlines count by it: the days off and the days worked of one year, and putting a notice of the State Council in. */
export function Screen() {
  const words = useConsoleWords();
  const thisYear = Number(dayOf(Instant.parse(now())).slice(0, 4));
  const [chosen, choose] = useQueryValue('year', `${thisYear}`);
  const years = [-1, 0, 1, 2].map((distance) => `${thisYear + distance}`);
  const year = Number(years.includes(chosen) ? chosen : thisYear);
  const read = useRead(operationsRoutes.calendar, { params: { year } });
  return (
    <Page title={words.nav.calendar} lead={words.calendar.lead}>
      <div className="hc-year">
        <Select
          name="year"
          label={words.calendar.year}
          value={`${year}`}
          onChange={choose}
          options={years.map((value) => ({ value, label: value }))}
        />
      </div>
      <Loaded read={read}>
        {({ value }) => (
          <>
            <Facts read={value} />
            <Replace key={`${year}-${value.version}`} year={year} read={value} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
