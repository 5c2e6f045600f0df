import type { CallId } from '#shared/kernel/ids';
import type { Bilingual } from '#shared/kernel/text';
import { pathTo } from '../../shell/address.ts';
import { Link } from '../../shell/link.tsx';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { publicWords } from '../../words/public.ts';
import { useWords } from '../../words/words.ts';
import { useLeft } from './left.ts';

export const callPath = (callId: CallId) => pathTo('/calls/{callId}', { callId });

export type OpenCallProps = {
  readonly callId: CallId;
  readonly name: Bilingual;
  readonly budgetFen: number;
  readonly capFen: number;
  readonly closesAt: string;
};

/** A call that can be answered now: what it gives, and until when. */
export function OpenCall({ callId, name, budgetFen, capFen, closesAt }: OpenCallProps) {
  const words = useWords(publicWords).home;
  const language = useLanguage();
  const format = useFormat();
  const left = useLeft();
  const isSoon = format.daysUntil(closesAt) <= 7;
  return (
    <li className="pub-call">
      <h3>
        <Link to={callPath(callId)}>{name[language]}</Link>
      </h3>
      <dl>
        <div>
          <dt>{words.budget}</dt>
          <dd>{format.money(budgetFen)}</dd>
        </div>
        <div>
          <dt>{words.cap}</dt>
          <dd>{format.money(capFen)}</dd>
        </div>
      </dl>
      <p className="pub-deadline" data-soon={isSoon ? '' : undefined}>
        <time dateTime={closesAt}>{words.closes(format.deadline(closesAt))}</time> · {left(closesAt)}
      </p>
    </li>
  );
}
