import { useMe } from '../../client/me.ts';
import { Page } from '../../design/layout.tsx';
import { deskWords } from '../../words/desk.ts';
import { useWords } from '../../words/words.ts';
import { EvaluationList, ReviewList } from './lists.tsx';

/** The desk's first page: all that waits for this person. */
export function Screen() {
  const words = useWords(deskWords).work;
  const me = useMe();
  const roles = me.state === 'known' ? me.me.roles : [];
  return (
    <Page title={words.title} lead={words.lead}>
      {roles.includes('expert') ? (
        <section className="hb-stack">
          <h2>{words.reviews}</h2>
          <ReviewList only="open" />
        </section>
      ) : null}
      {roles.includes('evaluator') ? (
        <section className="hb-stack">
          <h2>{words.evaluations}</h2>
          <EvaluationList only="open" />
        </section>
      ) : null}
    </Page>
  );
}
