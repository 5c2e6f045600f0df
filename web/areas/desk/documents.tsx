import type { z } from 'zod/mini';
import { type DocumentView, documentsRoutes } from '#shared/contracts/routes/documents';
import { useCommand } from '../../client/reads.tsx';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/layout.tsx';
import { toast } from '../../design/toast.tsx';
import { deskWords } from '../../words/desk.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { useWords } from '../../words/words.ts';

type Document = z.output<typeof DocumentView>;

function Row({ document }: { readonly document: Document }) {
  const words = useWords(deskWords).documents;
  const kinds = useDomainWords().documentKind;
  const format = useFormat();
  const link = useCommand(documentsRoutes.link);
  const { documentId, name, kind, bytes } = document;
  const download = async () => {
    const result = await link.run({ params: { documentId } });
    // The answer is always an attachment, so the page stays; a new window would be blocked after waiting.
    if (result.ok) location.assign(result.value.url);
    else toast(result.problem.title, 'refused');
  };
  return (
    <li>
      <span>
        <span className="desk-file">{name}</span>
        <small>
          {kinds[kind]}
          {bytes ? ` · ${format.bytes(bytes)}` : ''}
        </small>
      </span>
      <Button busy={link.running} onClick={() => void download()} aria-label={words.downloadOf(name)}>
        {words.download}
      </Button>
    </li>
  );
}

/** Documents with a short-lived link each; handing one out is on record. */
export function Documents({ documents }: { readonly documents: readonly Document[] }) {
  const words = useWords(deskWords).documents;
  return (
    <Card title={words.title}>
      {documents.length === 0 ? (
        <p className="hb-lead">{words.none}</p>
      ) : (
        <>
          <ul className="desk-files">
            {documents.map((document) => (
              <Row key={document.documentId} document={document} />
            ))}
          </ul>
          <p className="hb-hint">{words.onRecord}</p>
        </>
      )}
    </Card>
  );
}
