import { type FormEvent, useState } from 'react';
import { needsRoutes } from '#shared/contracts/routes/needs';
import { type FieldErrors, fieldErrorsOf, issuesIn, useFieldErrors } from '../../client/field-errors.ts';
import { useCommand } from '../../client/reads.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { Checkbox } from '../../design/choices.tsx';
import { TextInput } from '../../design/inputs.tsx';
import { Card, Page, Row } from '../../design/layout.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { useCoreWords } from '../../words/core.ts';
import { useKeptForm } from './kept.ts';
import { emptyNeed, NeedFields, NeedForm, useNeedLabels } from './need-fields.tsx';
import { Saved } from './saved.tsx';
import { portalScreens as at } from './screens.ts';
import { useAwardWords, usePortalWords } from './words.ts';

const nobody = { name: '', residentId: '', telephone: '' };
type Who = typeof nobody;

/** What was left empty is left out: a number that nobody has is not an empty number. */
const given = ({ name, residentId, telephone }: Who) => ({
  name,
  ...(residentId.trim() ? { residentId: residentId.trim() } : {}),
  ...(telephone.trim() ? { telephone: telephone.trim() } : {}),
});

function Person({
  who,
  onChange,
  errors,
}: {
  readonly who: Who;
  readonly onChange: (who: Who) => void;
  readonly errors: FieldErrors;
}) {
  const words = useAwardWords().need;
  const field = (name: keyof Who, hint?: string) => ({
    name: `who.${name}`,
    hint,
    label: words[name],
    value: who[name],
    autoComplete: 'off',
    error: errors[`who.${name}`],
    onChange: (value: string) => onChange({ ...who, [name]: value }),
  });
  return (
    <>
      <TextInput {...field('name', words.nameHint)} required />
      <TextInput {...field('residentId', words.residentIdHint)} optional />
      <TextInput {...field('telephone')} type="tel" optional short />
    </>
  );
}

/**
 * An adviser records a need. Name and number of the person are not kept on the device, unlike all else that is typed
 * here: a lost tab costs a line, a lost device must not cost a person's privacy.
 */
export function Screen() {
  const words = useAwardWords().need;
  const portal = usePortalWords();
  const core = useCoreWords();
  const labels = useNeedLabels();
  const [form, change, done] = useKeptForm('need', NeedForm, emptyNeed);
  const [who, setWho] = useState<Who>(nobody);
  const [consent, setConsent] = useState(false);
  const [shows, setShows] = useState(false);
  const [isSaved, setIsSaved] = useState(false);
  const record = useCommand(needsRoutes.record);
  const refused = useFieldErrors(record.problem, { 'serviceItem.unknown': 'itemCode' });
  const draft = { ...form, who: given(who), consent };
  const found = fieldErrorsOf(issuesIn(needsRoutes.record, draft), core.issues);
  const local: FieldErrors = {
    ...found,
    ...(found['who.residentId'] ? { 'who.residentId': words.residentIdWrong } : {}),
    ...(consent ? {} : { consent: words.consentFirst }),
  };
  const errors: FieldErrors = { ...refused, ...(shows ? local : {}) };
  const submit = async () => {
    setShows(true);
    setIsSaved(false);
    const { data } = needsRoutes.record.body.safeParse(draft);
    if (!data) return;
    const result = await record.run({ body: { ...data, consent: true } });
    setShows(false);
    if (!result.ok) return;
    setIsSaved(true);
    scrollTo(0, 0);
    done();
    setWho(nobody);
    setConsent(false);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit();
  };
  return (
    <Page
      title={words.newTitle}
      lead={words.newLead}
      crumbs={[
        { label: portal.nav.home, to: at.home.path },
        { label: portal.nav.needs, to: at.needs.path },
      ]}
    >
      {isSaved ? <Saved what={words.recorded} note={words.recordedNote} to={at.needs.path} look={words.title} /> : null}
      <form className="hb-stack" onSubmit={onSubmit} noValidate>
        <ProblemSummary title={record.problem?.title} fields={errors} labels={labels} />
        <Card title={words.whatTitle}>
          <div className="hb-form">
            <NeedFields form={form} onChange={change} errors={errors} />
          </div>
        </Card>
        <Card title={words.whoTitle}>
          <div className="hb-form">
            <p className="hb-hint">{words.privacy}</p>
            <Person who={who} onChange={setWho} errors={errors} />
            <Checkbox
              name="consent"
              required
              label={words.consent}
              hint={words.consentHint}
              checked={consent}
              onChange={setConsent}
              error={errors['consent']}
            />
          </div>
        </Card>
        <Row>
          <Button kind="primary" type="submit" busy={record.running}>
            {words.record}
          </Button>
          <LinkButton to={at.needs.path}>{words.title}</LinkButton>
        </Row>
      </form>
    </Page>
  );
}
