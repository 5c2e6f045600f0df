import { Table as AntTable, type TableProps } from 'antd';
import { type ReactNode, useState } from 'react';
import { More } from '../../design/more.tsx';
import { Empty } from '../../design/states.tsx';
import { Table } from '../../design/table.tsx';
import { useQueryValue } from '../../shell/address.ts';
import { useConsoleWords } from './console-nav.ts';
import { useNarrow } from './use-narrow.ts';

export type DataColumn<Row> = {
  readonly key: string;
  readonly label: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'right';
  readonly sort?: (a: Row, b: Row) => number;
};

type DataFilter<Row> = {
  readonly name: string;
  readonly label: string;
  /** Does the row have this value of the filter? */
  readonly has: (row: Row, value: string) => boolean;
  readonly options: readonly { readonly value: string; readonly label: string }[];
};

export type DataTableProps<Row> = {
  /** What the table shows; read out first. */
  readonly caption: string;
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** The text of a row that a search looks in. */
  readonly searchIn?: (row: Row) => string;
  readonly filter?: DataFilter<Row>;
  readonly empty?: ReactNode;
  /** Still arriving: the count goes on. */
  readonly arriving?: boolean;
};

const perPage = 20;

type Tools<Row> = {
  readonly searchIn: DataTableProps<Row>['searchIn'] | undefined;
  readonly filter: DataFilter<Row> | undefined;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly chosen: string;
  readonly onChoose: (value: string) => void;
  readonly status: string;
};

function Toolbar<Row>({ searchIn, filter, search, onSearch, chosen, onChoose, status }: Tools<Row>) {
  const words = useConsoleWords().table;
  if (!searchIn && !filter) return null;
  return (
    <div className="hc-tools">
      {searchIn ? (
        <input
          type="search"
          className="hb-input"
          aria-label={words.search}
          placeholder={words.search}
          value={search}
          onChange={({ currentTarget }) => onSearch(currentTarget.value)}
        />
      ) : null}
      {filter ? (
        <select
          className="hb-input"
          aria-label={filter.label}
          value={chosen}
          onChange={({ currentTarget }) => onChoose(currentTarget.value)}
        >
          <option value="">{words.every(filter.label)}</option>
          {filter.options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      ) : null}
      <span role="status">{status}</span>
    </div>
  );
}

/** On a phone the rows are cards, a screenful at a time. */
function Cards<Row>({ caption, columns, rows, keyOf }: DataTableProps<Row>) {
  const [shown, setShown] = useState(perPage);
  return (
    <div className="hb-stack">
      <Table caption={caption} hideCaption columns={columns} rows={rows.slice(0, shown)} keyOf={keyOf} />
      {rows.length > perPage ? (
        <More
          shown={Math.min(shown, rows.length)}
          hasMore={shown < rows.length}
          onMore={() => setShown(shown + perPage)}
        />
      ) : null}
    </div>
  );
}

function Grid<Row>({ caption, columns, rows, keyOf }: DataTableProps<Row>) {
  const antColumns: NonNullable<TableProps<Row>['columns']> = columns.map(({ key, label, cell, align, sort }) => ({
    key,
    title: label,
    render: (_, row) => cell(row),
    ...(align ? { align } : {}),
    ...(sort ? { sorter: sort } : {}),
  }));
  return (
    <AntTable<Row>
      aria-label={caption}
      size="middle"
      columns={antColumns}
      dataSource={rows}
      rowKey={keyOf}
      scroll={{ x: 'max-content' }}
      pagination={rows.length > perPage ? { defaultPageSize: perPage, showSizeChanger: false } : false}
    />
  );
}

function isWanted<Row>(
  row: Row,
  { searchIn, filter }: Pick<DataTableProps<Row>, 'searchIn' | 'filter'>,
  search: string,
  chosen: string,
) {
  const wanted = search.trim().toLowerCase();
  if (filter && chosen !== '' && !filter.has(row, chosen)) return false;
  return !searchIn || wanted === '' || searchIn(row).toLowerCase().includes(wanted);
}

/** A list to filter, search and sort in the browser. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, searchIn, filter, empty, arriving = false } = props;
  const words = useConsoleWords().table;
  const narrow = useNarrow();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useQueryValue(filter?.name ?? 'filter');
  const found = rows.filter((row) => isWanted(row, props, search, chosen));
  if (rows.length === 0 && !arriving) return empty ?? <Empty />;
  const status = `${words.found(found.length, rows.length)}${arriving ? ` · ${words.arriving}` : ''}`;
  const List = narrow ? Cards : Grid;
  return (
    <div className="hb-stack">
      <Toolbar {...{ searchIn, filter, search, chosen, status }} onSearch={setSearch} onChoose={setChosen} />
      {found.length === 0 ? <Empty title={words.nothingFound} /> : <List {...props} rows={found} />}
    </div>
  );
}
