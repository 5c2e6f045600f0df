import type * as z from 'zod/mini';
import type { DocumentView } from '#shared/contracts/routes/documents';
import { documentsRoutes } from '#shared/contracts/routes/documents';
import { useCommand } from '../../client/reads.tsx';
import { Button } from '../../design/button.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { Empty } from '../../design/states.tsx';
import { Table } from '../../design/table.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { useConsoleWords } from './console-nav.ts';

type View = z.output<typeof DocumentView>;

function Download({ document }: { readonly document: View }) {
  const words = useConsoleWords().documents;
  const command = useCommand(documentsRoutes.link);
  const open = async () => {
    const result = await command.run({ params: { documentId: document.documentId } });
    // Served as an attachment: the page stays where it is.
    if (result.ok) location.assign(result.value.url);
  };
  return (
    <>
      <Button kind="plain" busy={command.running} onClick={() => void open()}>
        {words.download}
        <span className="hb-hidden"> {document.name}</span>
      </Button>
      <ProblemSummary title={command.problem?.title} />
    </>
  );
}

/** The files of a record; each download is on record. */
export function Documents({ documents }: { readonly documents: readonly View[] }) {
  const words = useConsoleWords().documents;
  const domain = useDomainWords();
  const format = useFormat();
  return (
    <Table
      caption={words.caption}
      hideCaption
      rows={documents}
      keyOf={({ documentId }) => documentId}
      empty={<Empty title={words.none} />}
      columns={[
        {
          key: 'name',
          label: words.name,
          cell: ({ name, reason }) => (
            <>
              {name}
              <span className="hc-sub">{reason ? domain.documentRefusal[reason] : ''}</span>
            </>
          ),
        },
        { key: 'kind', label: words.kind, cell: ({ kind }) => domain.documentKind[kind] },
        { key: 'bytes', label: words.size, align: 'right', cell: ({ bytes }) => (bytes ? format.bytes(bytes) : '—') },
        { key: 'phase', label: words.check, cell: ({ phase }) => <PhaseBadge kind="document" phase={phase} /> },
        {
          key: 'download',
          label: words.download,
          cell: (document) => (document.phase === 'clean' ? <Download document={document} /> : '—'),
        },
      ]}
    />
  );
}
