import { type FormEvent, useState } from 'react';
import { agreementRoutes } from '#shared/contracts/routes/agreement';
import { deliveryRoutes } from '#shared/contracts/routes/delivery';
import type { Award } from '#shared/domain/award';
import { type FieldErrors, fieldErrorsOf, issuesIn, useFieldErrors } from '../../client/field-errors.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useCommand, useRead } from '../../client/reads.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { Card, Page, Row, Stack } from '../../design/layout.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { Empty } from '../../design/states.tsx';
import { pathTo } from '../../shell/address.ts';
import type { ScreenProps } from '../../shell/screens.tsx';
import { useCoreWords } from '../../words/core.ts';
import { useKeptForm } from './kept.ts';
import { Saved } from './saved.tsx';
import { portalScreens as at } from './screens.ts';
import { ServiceFields, ServiceForm, servicePlaces, today, useDayBounds, useServiceLabels } from './service-form.tsx';
import { useAwardWords, usePortalWords } from './words.ts';

function NewRecord({ award }: { readonly award: Award }) {
  const words = useAwardWords().service;
  const core = useCoreWords();
  const labels = useServiceLabels();
  const { awardId, startsOn } = award;
  const people = useRead(deliveryRoutes.people, { params: { awardId } });
  const empty = { needId: '', servedOn: today(), worker: '', note: '' };
  const [form, change] = useKeptForm(`record.${awardId}`, ServiceForm, empty);
  const [shows, setShows] = useState(false);
  const [isSaved, setIsSaved] = useState(false);
  const record = useCommand(deliveryRoutes.record);
  const refused = useFieldErrors(record.problem, servicePlaces);
  const bounds = useDayBounds(record.problem);
  const local = fieldErrorsOf(issuesIn(deliveryRoutes.record, form), core.issues);
  const errors: FieldErrors = {
    ...refused,
    ...(bounds ? { servedOn: bounds } : {}),
    ...(shows ? local : {}),
  };
  const submit = async () => {
    setShows(true);
    setIsSaved(false);
    if (Object.keys(local).length > 0 || form.quantity === undefined) return;
    const result = await record.run({ params: { awardId }, body: { ...form, quantity: form.quantity } });
    setShows(false);
    if (!result.ok) return;
    setIsSaved(true);
    scrollTo(0, 0);
    // Day and worker are mostly the same for the next person on the round.
    change({ ...empty, quantity: undefined, servedOn: form.servedOn, worker: form.worker });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit();
  };
  return (
    <Loaded read={people}>
      {({ value }) =>
        value.items.length === 0 ? (
          <Empty title={words.nobody} note={words.nobodyNote} />
        ) : (
          <Stack>
            {isSaved ? (
              <Saved what={words.recorded} to={pathTo(at.records.path, { awardId })} look={words.toList} />
            ) : null}
            <Card>
              <form className="hb-form" onSubmit={onSubmit} noValidate>
                <ProblemSummary title={record.problem?.title} fields={errors} labels={labels} />
                <ServiceFields form={form} onChange={change} people={value.items} errors={errors} startsOn={startsOn} />
                <Row>
                  <Button kind="primary" type="submit" busy={record.running}>
                    {words.record}
                  </Button>
                  <LinkButton to={pathTo(at.records.path, { awardId })}>{words.toList}</LinkButton>
                </Row>
              </form>
            </Card>
          </Stack>
        )
      }
    </Loaded>
  );
}

export function Screen({ params }: ScreenProps<typeof at.newRecord.path>) {
  const words = useAwardWords();
  const portal = usePortalWords();
  const read = useRead(agreementRoutes.read, { params });
  const title = read.state === 'ready' ? read.value.state.title : words.award.title;
  return (
    <Page
      title={words.service.newTitle}
      lead={words.service.newLead}
      crumbs={[
        { label: portal.nav.awards, to: at.awards.path },
        { label: title, to: pathTo(at.award.path, params) },
        { label: words.award.records, to: pathTo(at.records.path, params) },
      ]}
    >
      <Loaded read={read}>
        {({ value }) =>
          value.state.phase === 'inDelivery' ? (
            <NewRecord award={value.state} />
          ) : (
            <Empty title={words.service.notRunning} note={words.service.notRunningNote} />
          )
        }
      </Loaded>
    </Page>
  );
}
