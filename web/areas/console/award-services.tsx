import { deliveryRoutes } from '#shared/contracts/routes/delivery';
import { targetGroups } from '#shared/domain/reference';
import { Loaded } from '../../client/loaded.tsx';
import { useList, useRead } from '../../client/reads.tsx';
import { Stack } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Empty } from '../../design/states.tsx';
import { Table } from '../../design/table.tsx';
import { useFormat } from '../../words/format.ts';
import { pageSize, useAllPages } from './all-pages.ts';
import { useMayTry } from './caller.ts';
import { useConsoleWords } from './console-nav.ts';
import { DataTable } from './data-table.tsx';
import { useItemNames } from './item-names.ts';
import { Unmask } from './unmask.tsx';

/** Within its project a person is known by a number: it names nobody, and can be spoken. */
const peopleIn = (items: readonly { readonly beneficiaryId: string }[]) => [
  ...new Set(items.map(({ beneficiaryId }) => beneficiaryId)),
];

function People({ awardId }: { readonly awardId: string }) {
  const words = useConsoleWords().services;
  const names = useItemNames();
  const mayUnmask = useMayTry('beneficiary.unmask');
  const read = useRead(deliveryRoutes.people, { params: { awardId } });
  return (
    <Loaded read={read} lines={3}>
      {({ value: { items } }) => (
        <Table
          caption={words.people(items.length)}
          rows={items.map((item) => ({ ...item, ordinal: peopleIn(items).indexOf(item.beneficiaryId) + 1 }))}
          keyOf={({ needId }) => needId}
          empty={<Empty title={words.nobody} />}
          columns={[
            { key: 'who', label: words.pseudonym, cell: ({ ordinal }) => words.person(ordinal) },
            { key: 'group', label: words.group, cell: ({ targetGroup }) => targetGroups[targetGroup].zh },
            { key: 'item', label: words.item, cell: ({ itemCode }) => names(itemCode) },
            {
              key: 'served',
              label: words.served,
              align: 'right',
              cell: ({ served, quantity }) => `${served} / ${quantity}`,
            },
            ...(mayUnmask
              ? [
                  {
                    key: 'unmask',
                    label: words.identity,
                    cell: ({ beneficiaryId }: (typeof items)[number]) => <Unmask beneficiaryId={beneficiaryId} />,
                  },
                ]
              : []),
          ]}
        />
      )}
    </Loaded>
  );
}

/** Whom the project serves, and every service that was given. */
export function AwardServices({ awardId }: { readonly awardId: string }) {
  const words = useConsoleWords();
  const format = useFormat();
  const names = useItemNames();
  const list = useAllPages(
    useList(deliveryRoutes.list, awardId, (cursor) => [
      { params: { awardId }, query: { limit: pageSize, ...(cursor ? { cursor } : {}) } },
    ]),
  );
  return (
    <Stack gap="wide">
      <People awardId={awardId} />
      <Loaded read={list}>
        {({ items, hasMore }) => (
          <DataTable
            caption={words.services.records}
            rows={items}
            keyOf={({ state }) => state.recordId}
            searchIn={({ state }) => `${names(state.itemCode)} ${state.worker} ${state.note}`}
            arriving={hasMore}
            empty={<Empty title={words.services.none} note={words.services.noneNote} />}
            columns={[
              {
                key: 'item',
                label: words.services.item,
                cell: ({ state }) => (
                  <>
                    {names(state.itemCode)} × {state.quantity}
                    <span className="hc-sub">{state.note}</span>
                  </>
                ),
              },
              {
                key: 'day',
                label: words.services.day,
                sort: (a, b) => a.state.servedOn.localeCompare(b.state.servedOn),
                cell: ({ state }) => format.date(state.servedOn),
              },
              { key: 'worker', label: words.services.worker, cell: ({ state }) => state.worker },
              {
                key: 'version',
                label: words.services.standard,
                cell: ({ state }) => words.services.nthVersion(state.standardVersion),
              },
              {
                key: 'phase',
                label: words.table.phase,
                cell: ({ state }) => <PhaseBadge kind="serviceRecord" phase={state.phase} />,
              },
            ]}
          />
        )}
      </Loaded>
    </Stack>
  );
}
