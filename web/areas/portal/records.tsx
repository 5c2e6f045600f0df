import { useState } from 'react';
import { agreementRoutes } from '#shared/contracts/routes/agreement';
import { deliveryRoutes } from '#shared/contracts/routes/delivery';
import { Loaded } from '../../client/loaded.tsx';
import { useList, useRead } from '../../client/reads.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { Card, Page, Stack } from '../../design/layout.tsx';
import { More } from '../../design/more.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Empty } from '../../design/states.tsx';
import { DescriptionList, Table } from '../../design/table.tsx';
import { pathTo } from '../../shell/address.ts';
import type { ScreenProps } from '../../shell/screens.tsx';
import { useFormat } from '../../words/format.ts';
import { useCatalogue } from './catalogue.ts';
import { Correction, type RecordRead } from './correction.tsx';
import { portalScreens as at } from './screens.ts';
import { personNumbers, type Served, usePersonLabel } from './service-form.tsx';
import { useAwardWords, usePortalWords } from './words.ts';

type Of = {
  readonly awardId: string;
  readonly people: readonly Served[];
  readonly action: React.ReactNode;
  readonly isRunning: boolean;
};

function Records({ awardId, people, action, isRunning }: Of) {
  const words = useAwardWords().service;
  const format = useFormat();
  const catalogue = useCatalogue();
  const numberOf = personNumbers(people);
  const [correcting, setCorrecting] = useState<RecordRead>();
  const list = useList(deliveryRoutes.list, awardId, (cursor) => [{ params: { awardId }, query: { cursor } }]);
  return (
    <Card title={words.list}>
      <Loaded read={list}>
        {({ items, hasMore, loadingMore, loadMore }) => (
          <>
            <Table
              caption={words.list}
              hideCaption
              rows={items}
              keyOf={({ state }) => state.recordId}
              empty={<Empty title={words.none} note={words.noneNote} action={action} />}
              columns={[
                { key: 'day', label: words.day, brief: true, cell: ({ state }) => format.date(state.servedOn) },
                {
                  key: 'person',
                  label: words.person,
                  cell: ({ state }) => words.personNumber(numberOf(state.beneficiaryId)),
                },
                { key: 'item', label: words.item, cell: ({ state }) => catalogue.nameOf(state.itemCode) },
                {
                  key: 'quantity',
                  label: words.quantity,
                  align: 'right',
                  cell: ({ state }) => `${format.number(state.quantity)} ${catalogue.unitOf(state.itemCode)}`,
                },
                { key: 'worker', label: words.worker, cell: ({ state }) => state.worker },
                {
                  key: 'phase',
                  label: words.phase,
                  cell: ({ state, may }) => (
                    <span className="hb-row">
                      <PhaseBadge kind="serviceRecord" phase={state.phase} />
                      {state.corrects ? <small className="hb-hint">{words.corrects}</small> : null}
                      {isRunning && may.includes('serviceRecord.correct') ? (
                        <Button
                          kind="plain"
                          aria-label={words.correctOf(format.date(state.servedOn), numberOf(state.beneficiaryId))}
                          onClick={() => setCorrecting(items.find((item) => item.state === state))}
                        >
                          {words.correct}
                        </Button>
                      ) : null}
                    </span>
                  ),
                },
              ]}
            />
            {items.length > 0 ? (
              <More shown={items.length} hasMore={hasMore} loading={loadingMore} onMore={loadMore} />
            ) : null}
          </>
        )}
      </Loaded>
      {correcting ? (
        <Correction
          key={correcting.state.recordId}
          record={correcting}
          people={people}
          onClose={() => setCorrecting(undefined)}
        />
      ) : null}
    </Card>
  );
}

/** What was done of what is planned, service by service. */
function Totals({ people }: { readonly people: readonly Served[] }) {
  const words = useAwardWords().service;
  const format = useFormat();
  const catalogue = useCatalogue();
  const items = [...Map.groupBy(people, ({ itemCode }) => itemCode)].map(([itemCode, own]) => ({
    itemCode,
    served: own.reduce((sum, { served }) => sum + served, 0),
    planned: own.reduce((sum, { quantity }) => sum + quantity, 0),
  }));
  if (items.length === 0) return null;
  return (
    <Card title={words.totals}>
      <DescriptionList
        terms={items.map(({ itemCode, served, planned }) => ({
          label: catalogue.nameOf(itemCode),
          value: words.servedOf(format.number(served), format.number(planned), catalogue.unitOf(itemCode)),
        }))}
      />
    </Card>
  );
}

/** How far each person has been served, by pseudonym. */
function People({ people }: { readonly people: readonly Served[] }) {
  const words = useAwardWords().service;
  const labelOf = usePersonLabel(people);
  return (
    <Card title={words.people}>
      {people.length === 0 ? (
        <p>{words.nobody}</p>
      ) : (
        <ul className="portal-list">
          {people.map((person) => (
            <li key={person.needId}>
              <span>{labelOf(person)}</span>
              <progress max={person.quantity} value={person.served} aria-label={labelOf(person)} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

export function Screen({ params }: ScreenProps<typeof at.records.path>) {
  const words = useAwardWords();
  const portal = usePortalWords();
  const award = useRead(agreementRoutes.read, { params });
  const people = useRead(deliveryRoutes.people, { params });
  const state = award.state === 'ready' ? award.value.state : undefined;
  const isRunning = state?.phase === 'inDelivery';
  const action = isRunning ? (
    <LinkButton kind="primary" to={pathTo(at.newRecord.path, params)}>
      {words.service.newTitle}
    </LinkButton>
  ) : null;
  return (
    <Page
      title={words.award.records}
      lead={words.service.lead}
      crumbs={[
        { label: portal.nav.awards, to: at.awards.path },
        { label: state?.title ?? words.award.title, to: pathTo(at.award.path, params) },
      ]}
      actions={action}
    >
      <Loaded read={people}>
        {({ value }) => (
          <Stack>
            <Totals people={value.items} />
            <Records awardId={params.awardId} people={value.items} action={action} isRunning={isRunning} />
            <People people={value.items} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
