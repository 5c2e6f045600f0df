import { type FormEvent, useState } from 'react';
import * as z from 'zod/mini';
import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { publicRoutes } from '#shared/contracts/routes/public';
import { targetGroups } from '#shared/domain/reference';
import type { Reply } from '../../client/api.ts';
import { fieldErrorsOf, issuesIn, useFieldErrors } from '../../client/field-errors.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useMe } from '../../client/me.ts';
import { useCommand, useList, useRead } from '../../client/reads.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { TextInput } from '../../design/inputs.tsx';
import { Beside, Card, Page, Row, Stack } from '../../design/layout.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { Loading } from '../../design/states.tsx';
import { DescriptionList, Table } from '../../design/table.tsx';
import { navigate, pathTo } from '../../shell/address.ts';
import type { ScreenProps } from '../../shell/screens.tsx';
import { useCoreWords } from '../../words/core.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { useCatalogue } from './catalogue.ts';
import { useKeptForm } from './kept.ts';
import { portalScreens as at } from './screens.ts';
import { usePortalWords } from './words.ts';

type CallRead = Reply<typeof publicRoutes.call>;

const Title = z.object({ title: z.string() });

/** A draft begins with its title; everything else is written section by section. */
function Start({ call }: { readonly call: CallRead }) {
  const words = usePortalWords().calls;
  const core = useCoreWords();
  const [form, change, done] = useKeptForm(`start.${call.callId}`, Title, { title: '' });
  const [shows, setShows] = useState(false);
  const draft = useCommand(applicationsRoutes.draft);
  const refused = useFieldErrors(draft.problem);
  const errors = { ...refused, ...(shows ? fieldErrorsOf(issuesIn(applicationsRoutes.draft, form), core.issues) : {}) };
  const submit = async () => {
    setShows(true);
    if (issuesIn(applicationsRoutes.draft, form).length > 0) return;
    const result = await draft.run({ params: { callId: call.callId }, body: form });
    if (!result.ok) return;
    done();
    navigate(pathTo(at.application.path, result.value));
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit();
  };
  return (
    <form className="hb-form" onSubmit={onSubmit} noValidate>
      <ProblemSummary title={draft.problem?.title} fields={errors} labels={{ title: words.projectTitle }} />
      <TextInput
        name="title"
        required
        label={words.projectTitle}
        hint={words.projectTitleHint}
        value={form.title}
        onChange={(title) => change({ title })}
        error={errors['title']}
      />
      <Row>
        <Button kind="primary" type="submit" busy={draft.running}>
          {words.start}
        </Button>
      </Row>
    </form>
  );
}

/** What this reader can do in this call: go on, begin, register first, or nothing more. */
function Participation({ call }: { readonly call: CallRead }) {
  const words = usePortalWords().calls;
  const me = useMe();
  const mine = useList(applicationsRoutes.mine, 'home', (cursor) => [{ query: { cursor } }]);
  const own = mine.state === 'ready' ? mine.items.find(({ state }) => state.callId === call.callId) : undefined;
  // A form that is shown too early would vanish under the hands of whoever has an application already.
  if (mine.state === 'loading' || me.state === 'loading') return <Loading lines={3} />;
  if (own) {
    return (
      <>
        <p>{words.already}</p>
        <LinkButton kind="primary" to={pathTo(at.application.path, own.state)}>
          {words.goOn}
        </LinkButton>
      </>
    );
  }
  if (!call.open) return <p>{words.closedNow}</p>;
  if (me.state === 'known' && me.me.organisationId === null) {
    return (
      <>
        <p>{words.registerFirst}</p>
        <LinkButton kind="primary" to={at.organisation.path}>
          {words.register}
        </LinkButton>
      </>
    );
  }
  return <Start call={call} />;
}

function Items({ call }: { readonly call: CallRead }) {
  const words = usePortalWords().calls;
  const catalogue = useCatalogue();
  return (
    <Table
      caption={words.items}
      hideCaption
      rows={call.items}
      keyOf={(code) => code}
      columns={[
        { key: 'name', label: words.item, cell: (code) => `${code} ${catalogue.nameOf(code)}` },
        { key: 'price', label: words.reference, align: 'right', cell: (code) => catalogue.pricesOf(code) ?? '—' },
      ]}
    />
  );
}

function Facts({ call }: { readonly call: CallRead }) {
  const words = usePortalWords().calls;
  const format = useFormat();
  const language = useLanguage();
  return (
    <>
      <DescriptionList
        terms={[
          { label: words.number, value: call.number },
          { label: words.window, value: `${format.dateTime(call.opensAt)} – ${format.deadline(call.closesAt)}` },
          { label: words.budget, value: format.money(call.budgetFen) },
          { label: words.amount, value: `${format.money(call.floorFen)} – ${format.money(call.capFen)}` },
          { label: words.months, value: words.monthsOf(call.months) },
          {
            label: words.groups,
            value: call.targetGroups.map((code) => targetGroups[code][language]).join(words.comma),
          },
        ]}
      />
      <h3>{words.eligibility}</h3>
      <p className="portal-answer">{call.eligibility}</p>
      {call.note ? <p className="portal-answer">{call.note}</p> : null}
      {call.contact ? (
        <>
          <h3>{words.contact}</h3>
          <p className="portal-answer">{call.contact}</p>
        </>
      ) : null}
    </>
  );
}

export function Screen({ params }: ScreenProps<typeof at.call.path>) {
  const words = usePortalWords();
  const language = useLanguage();
  const read = useRead(publicRoutes.call, { params });
  const crumbs = [
    { label: words.nav.home, to: at.home.path },
    { label: words.nav.calls, to: at.calls.path },
  ];
  return (
    <Page title={read.state === 'ready' ? read.value.name[language] : words.calls.title} crumbs={crumbs}>
      <Loaded read={read}>
        {({ value }) => (
          <Beside>
            <Stack>
              <Card title={words.calls.facts}>
                <Facts call={value} />
              </Card>
              <Card title={words.calls.items}>
                <Items call={value} />
              </Card>
            </Stack>
            <Card title={words.calls.participate}>
              <Participation call={value} />
            </Card>
          </Beside>
        )}
      </Loaded>
    </Page>
  );
}
