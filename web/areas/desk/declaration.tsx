import { useState } from 'react';
import { reviewRoutes } from '#shared/contracts/routes/review';
import { useCommand } from '../../client/reads.tsx';
import { Button } from '../../design/button.tsx';
import { Checkbox } from '../../design/choices.tsx';
import { Card } from '../../design/layout.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { useCoreWords } from '../../words/core.ts';
import { deskWords } from '../../words/desk.ts';
import { useWords } from '../../words/words.ts';

import { Recuse, type RecuseProps } from './recuse.tsx';

type DeclarationProps = RecuseProps & { readonly mayAccept: boolean; readonly mayRecuse: boolean };

/** Conflicts of interest come before the proposal: who declares none is let in. */
export function Declaration({ applicationId, version, mayAccept, mayRecuse }: DeclarationProps) {
  const words = useWords(deskWords).review.declaration;
  const issues = useCoreWords().issues;
  const [agreed, setAgreed] = useState(false);
  const [missing, setMissing] = useState(false);
  const accept = useCommand(reviewRoutes.accept);
  const send = async () => {
    setMissing(!agreed);
    if (!agreed) return;
    await accept.run({ params: { applicationId }, ifMatch: version, body: { noConflict: true } });
  };
  return (
    <Card title={words.title}>
      <p>{words.lead}</p>
      <ul className="desk-cases">
        {words.cases.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <ProblemSummary title={accept.problem?.title} />
      {mayAccept ? (
        <Checkbox
          name="noConflict"
          label={words.agree}
          checked={agreed}
          onChange={setAgreed}
          error={missing && !agreed ? issues.missing : undefined}
        />
      ) : null}
      <div className="hb-row">
        {mayAccept ? (
          <Button kind="primary" busy={accept.running} onClick={() => void send()}>
            {words.accept}
          </Button>
        ) : null}
        {mayRecuse ? <Recuse applicationId={applicationId} version={version} /> : null}
      </div>
    </Card>
  );
}
