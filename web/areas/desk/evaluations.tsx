import { Page } from '../../design/layout.tsx';
import { deskWords } from '../../words/desk.ts';
import { useWords } from '../../words/words.ts';
import { EvaluationList } from './lists.tsx';

export const Screen = () => (
  <Page title={useWords(deskWords).work.evaluations}>
    <EvaluationList />
  </Page>
);
