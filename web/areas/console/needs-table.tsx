import { useState } from 'react';
import { needsRoutes } from '#shared/contracts/routes/needs';
import { districts, targetGroups } from '#shared/domain/reference';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { type ListRead, useCommand } from '../../client/reads.tsx';
import { Select } from '../../design/choices.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Empty } from '../../design/states.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { Act } from './act.tsx';
import { useMayTry } from './caller.ts';
import { useConsoleWords } from './console-nav.ts';
import { type DataColumn, DataTable } from './data-table.tsx';
import { useItemNames } from './item-names.ts';
import { noteReply, useStandings } from './replies.ts';
import { Unmask } from './unmask.tsx';

export type Row = Reply<typeof needsRoutes.ofDistrict>['items'][number];
type Standing = { readonly version: number; readonly may: readonly string[] };
type NeedActProps = { readonly needId: string; readonly standing: Standing };

function Publish({ needId, standing }: NeedActProps) {
  const words = useConsoleWords().needs;
  const command = useCommand(needsRoutes.publish);
  const send = async () => {
    const result = await command.run({ params: { needId }, ifMatch: standing.version });
    if (result.ok) noteReply(needId, result.value);
    return result;
  };
  return (
    <Act
      label={words.publish}
      kind="primary"
      title={words.publishTitle}
      note={words.publishNote}
      command={command}
      send={send}
      done={words.published}
    />
  );
}

type Reason = 'met' | 'unmet' | 'withdrawn';

function Close({ needId, standing }: NeedActProps) {
  const words = useConsoleWords().needs;
  const command = useCommand(needsRoutes.close);
  const [reason, setReason] = useState<Reason | ''>('');
  const send = async () => {
    if (reason === '') return { ok: false };
    const result = await command.run({ params: { needId }, ifMatch: standing.version, body: { reason } });
    if (result.ok) noteReply(needId, result.value);
    return result;
  };
  return (
    <Act
      label={words.close}
      title={words.closeTitle}
      command={command}
      send={send}
      done={words.closed}
      blocked={reason === ''}
    >
      {(errors) => (
        <Select<Reason>
          name="reason"
          label={words.closeReason}
          required
          value={reason}
          onChange={setReason}
          error={errors['reason']}
          options={[
            { value: 'met', label: words.reasons.met },
            { value: 'unmet', label: words.reasons.unmet },
            { value: 'withdrawn', label: words.reasons.withdrawn },
          ]}
        />
      )}
    </Act>
  );
}

function useColumns(withDistrict: boolean): readonly DataColumn<Row>[] {
  const words = useConsoleWords();
  const domain = useDomainWords();
  const names = useItemNames();
  const standings = useStandings();
  const mayUnmask = useMayTry('beneficiary.unmask');
  const order = { high: 0, medium: 1, low: 2 };
  const district: DataColumn<Row> = {
    key: 'district',
    label: words.needs.district,
    sort: (a, b) => a.state.district.localeCompare(b.state.district),
    cell: ({ state }) => districts[state.district].zh,
  };
  return [
    {
      key: 'item',
      label: words.needs.item,
      sort: (a, b) => a.state.itemCode.localeCompare(b.state.itemCode),
      cell: ({ state }) => (
        <>
          {names(state.itemCode)} × {state.quantity}
          <span className="hc-sub">{state.note}</span>
        </>
      ),
    },
    ...(withDistrict ? [district] : []),
    { key: 'group', label: words.needs.group, cell: ({ state }) => targetGroups[state.targetGroup].zh },
    {
      key: 'urgency',
      label: words.needs.urgency,
      sort: (a, b) => order[a.state.urgency] - order[b.state.urgency],
      cell: ({ state }) => domain.urgency[state.urgency],
    },
    { key: 'source', label: words.needs.source, cell: ({ state }) => domain.needSource[state.source] },
    {
      key: 'phase',
      label: words.table.phase,
      cell: (row) => <PhaseBadge kind="need" phase={standings(row.state.needId, row).phase} />,
    },
    {
      key: 'act',
      label: words.table.actions,
      cell: (row) => {
        const standing = standings(row.state.needId, row);
        const { needId, beneficiaryId } = row.state;
        return (
          <span className="hc-actions">
            {standing.may.includes('need.publish') ? <Publish needId={needId} standing={standing} /> : null}
            {standing.may.includes('need.close') ? <Close needId={needId} standing={standing} /> : null}
            {mayUnmask ? <Unmask beneficiaryId={beneficiaryId} /> : null}
          </span>
        );
      },
    },
  ];
}

type TableProps = {
  readonly read: ListRead<Row>;
  readonly caption: string;
  /** Of the whole city, each line says where it is. */
  readonly withDistrict?: boolean;
};

/** Needs, each with what can be done about it. */
export function NeedsTable({ read, caption, withDistrict = false }: TableProps) {
  const words = useConsoleWords().needs;
  const names = useItemNames();
  const columns = useColumns(withDistrict);
  return (
    <Loaded read={read}>
      {({ items, hasMore }) => (
        <DataTable
          caption={caption}
          columns={columns}
          rows={items}
          keyOf={({ state }) => state.needId}
          searchIn={({ state }) => `${names(state.itemCode)} ${targetGroups[state.targetGroup].zh} ${state.note}`}
          arriving={hasMore}
          empty={<Empty title={words.none} />}
        />
      )}
    </Loaded>
  );
}
