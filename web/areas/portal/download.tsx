import { documentsRoutes } from '#shared/contracts/routes/documents';
import { useCommand } from '../../client/reads.tsx';
import { Button } from '../../design/button.tsx';
import { toast } from '../../design/toast.tsx';
import type { DocumentView } from './use-upload.ts';
import { useApplicationWords } from './words.ts';

/** A link is made when it is asked for, lasts five minutes, and its making is on record. */
export function Download({ document }: { readonly document: DocumentView }) {
  const words = useApplicationWords().upload;
  const link = useCommand(documentsRoutes.link);
  const open = async () => {
    const result = await link.run({ params: { documentId: document.documentId } });
    if (result.ok) location.assign(result.value.url);
    else toast(result.problem.title, 'refused');
  };
  return (
    <Button busy={link.running} onClick={() => void open()}>
      {words.download(document.name)}
    </Button>
  );
}
