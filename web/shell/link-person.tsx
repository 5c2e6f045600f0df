import { type FormEvent, useState } from 'react';
import { identityRoutes } from '#shared/contracts/routes/identity';
import { call } from '../client/call.ts';
import { useFieldErrors } from '../client/field-errors.ts';
import { refreshMe } from '../client/me.ts';
import type { Problem } from '../client/problem.ts';
import { Button } from '../design/button.tsx';
import { TextInput } from '../design/inputs.tsx';
import { Page } from '../design/layout.tsx';
import { ProblemSummary } from '../design/problem-summary.tsx';
import { toast } from '../design/toast.tsx';
import { useCoreWords } from '../words/core.ts';

/** The first sign-in: the token says only who signs in, so the address is proved by a code before a person is linked. */
export function LinkPerson() {
  const words = useCoreWords().linking;
  const [address, setAddress] = useState('');
  const [name, setName] = useState('');
  const [code, setCode] = useState('');
  const [sentTo, setSentTo] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const errors = useFieldErrors(problem, {
    'person.code-wrong': 'code',
    'person.code-expired': 'code',
    'person.address-taken': 'address',
    'person.code-too-soon': 'address',
    'person.code-too-many': 'address',
  });

  const send = async () => {
    const result = await call(identityRoutes.requestCode, { body: { address } });
    setProblem(result.ok ? undefined : result.problem);
    if (result.ok) setSentTo(address);
  };
  const link = async () => {
    const result = await call(identityRoutes.link, { body: { address, code: code.trim(), name } });
    setProblem(result.ok ? undefined : result.problem);
    if (!result.ok) return;
    toast(words.linked);
    await refreshMe();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    void (sentTo === address ? link() : send()).finally(() => setBusy(false));
  };

  return (
    <Page title={words.title} lead={words.lead}>
      <form className="hb-form" onSubmit={submit} noValidate>
        <ProblemSummary
          title={problem?.title}
          fields={errors}
          labels={{ address: words.address, code: words.code, name: words.name }}
        />
        <TextInput
          name="address"
          type="email"
          autoComplete="email"
          required
          label={words.address}
          hint={words.addressHint}
          value={address}
          onChange={setAddress}
          error={errors['address']}
        />
        {sentTo === address && sentTo ? (
          <>
            <p role="status">{words.sent(sentTo)}</p>
            <TextInput
              name="code"
              autoComplete="one-time-code"
              short
              required
              label={words.code}
              value={code}
              onChange={setCode}
              error={errors['code']}
            />
            <TextInput
              name="name"
              autoComplete="name"
              required
              label={words.name}
              value={name}
              onChange={setName}
              error={errors['name']}
            />
          </>
        ) : null}
        <div className="hb-row">
          <Button kind="primary" type="submit" busy={busy}>
            {sentTo === address && sentTo ? words.link : words.send}
          </Button>
        </div>
      </form>
    </Page>
  );
}
