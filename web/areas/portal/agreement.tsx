import { type FormEvent, useState } from 'react';
import { agreementRoutes } from '#shared/contracts/routes/agreement';
import type { Reply } from '../../client/api.ts';
import { useFieldErrors } from '../../client/field-errors.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useCommand, useRead } from '../../client/reads.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { Checkbox } from '../../design/choices.tsx';
import { Card, Page, Row, Stack } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { DescriptionList } from '../../design/table.tsx';
import { toast } from '../../design/toast.tsx';
import { pathTo } from '../../shell/address.ts';
import type { ScreenProps } from '../../shell/screens.tsx';
import { useFormat } from '../../words/format.ts';
import { portalScreens as at } from './screens.ts';
import { useAwardWords, usePortalWords } from './words.ts';

type AwardRead = Reply<typeof agreementRoutes.read>;
type Agreement = Reply<typeof agreementRoutes.text>;

/** Whoever signs has read this very text, and says so separately from pressing the button. */
function Sign({ award, hash }: { readonly award: AwardRead; readonly hash: string }) {
  const words = useAwardWords().agreement;
  const [agrees, setAgrees] = useState(false);
  const [shows, setShows] = useState(false);
  const sign = useCommand(agreementRoutes.signAsGrantee);
  const refused = useFieldErrors(sign.problem, { 'agreement.other-text': 'agreesToSignElectronically' });
  const errors = shows && !agrees ? { agreesToSignElectronically: words.agreeFirst } : refused;
  const submit = async () => {
    setShows(true);
    if (!agrees) return;
    const { awardId } = award.state;
    const body = { agreementHash: hash, agreesToSignElectronically: true as const };
    const result = await sign.run({ params: { awardId }, ifMatch: award.version, body });
    if (result.ok) toast(words.signed);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit();
  };
  return (
    <Card title={words.signTitle}>
      <form className="hb-form" onSubmit={onSubmit} noValidate>
        <ProblemSummary
          title={sign.problem?.title}
          fields={errors}
          labels={{ agreesToSignElectronically: words.consentShort }}
        />
        <p>{words.signNote}</p>
        <Checkbox
          name="agreesToSignElectronically"
          required
          label={words.consent}
          hint={words.consentHint}
          checked={agrees}
          onChange={setAgrees}
          error={errors['agreesToSignElectronically']}
        />
        <Row>
          <Button kind="primary" type="submit" busy={sign.running}>
            {words.sign}
          </Button>
        </Row>
      </form>
    </Card>
  );
}

function Signatures({ award }: { readonly award: AwardRead['state'] }) {
  const words = useAwardWords().agreement;
  const format = useFormat();
  const when = (signature: { readonly at: string } | undefined) =>
    signature ? words.signedAt(format.dateTime(signature.at)) : words.unsigned;
  return (
    <DescriptionList
      terms={[
        { label: words.grantee, value: when(award.granteeSignature) },
        { label: words.foundation, value: when(award.foundationSignature) },
        { label: words.signBy, value: format.deadline(award.signBy) },
      ]}
    />
  );
}

function Text({ text, agreementHash }: Agreement) {
  const words = useAwardWords().agreement;
  return (
    <Card title={words.text} actions={<Button onClick={() => print()}>{words.print}</Button>}>
      {words.binding ? <p className="hb-hint">{words.binding}</p> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls has to be reachable by keyboard. */}
      <section className="portal-agreement" aria-label={words.text} tabIndex={0} lang="zh-CN">
        {text}
      </section>
      <p className="hb-hint">{words.hash}</p>
      <code className="portal-hash">{agreementHash}</code>
    </Card>
  );
}

export function Screen({ params }: ScreenProps<typeof at.agreement.path>) {
  const words = useAwardWords();
  const portal = usePortalWords();
  const award = useRead(agreementRoutes.read, { params });
  const text = useRead(agreementRoutes.text, { params });
  const state = award.state === 'ready' ? award.value.state : undefined;
  return (
    <Page
      title={words.agreement.title}
      badge={state ? <PhaseBadge kind="award" phase={state.phase} /> : null}
      lead={state?.title}
      crumbs={[
        { label: portal.nav.awards, to: at.awards.path },
        { label: state?.title ?? words.award.title, to: pathTo(at.award.path, params) },
      ]}
    >
      <Loaded read={award}>
        {({ value }) => (
          <Stack>
            <Loaded read={text}>{(read) => <Text {...read.value} />}</Loaded>
            <Card title={words.agreement.signatures}>
              <Signatures award={value.state} />
              {value.state.phase === 'granteeSigned' ? <p role="status">{words.next.foundationNote}</p> : null}
            </Card>
            {value.may.includes('award.signAsGrantee') && text.state === 'ready' ? (
              <Sign award={value} hash={text.value.agreementHash} />
            ) : (
              <Row>
                <LinkButton to={pathTo(at.award.path, params)}>{words.award.back}</LinkButton>
              </Row>
            )}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
