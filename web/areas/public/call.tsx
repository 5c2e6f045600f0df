import { Loaded } from '../../client/loaded.tsx';
import { useSession } from '../../client/session.ts';
import { Badge } from '../../design/badge.tsx';
import { LinkButton } from '../../design/button.tsx';
import { Page } from '../../design/layout.tsx';
import { DescriptionList } from '../../design/table.tsx';
import { pathTo } from '../../shell/address.ts';
import type { ScreenProps } from '../../shell/screens.tsx';
import { now } from '../../words/clock.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { publicWords } from '../../words/public.ts';
import { useWords } from '../../words/words.ts';
import { type Call, Items, Rubric, Timetable, Tranches } from './call-rules.tsx';
import { useLeft } from './left.ts';
import { Chinese, PublicPage, Section, Steps } from './public-page.tsx';
import { usePublic } from './use-public.ts';

const stateOf = ({ open, phase, opensAt }: Call) => {
  if (open) return 'open';
  return phase === 'published' && opensAt > now() ? 'upcoming' : 'closed';
};
const tones = { open: 'active', upcoming: 'due', closed: 'neutral' } as const;

/** Can it be answered, and until when: the first thing that a reader wants to know. */
function Answer({ call }: { readonly call: Call }) {
  const words = useWords(publicWords).call;
  const format = useFormat();
  const left = useLeft();
  const isSignedIn = useSession() === 'in';
  const state = stateOf(call);
  const way = pathTo('/portal/calls/{callId}', { callId: call.callId });
  const titles = {
    open: () => words.openUntil(format.deadline(call.closesAt)),
    upcoming: () => words.opensOn(format.dateTime(call.opensAt)),
    closed: () => words.closedOn(format.deadline(call.closesAt)),
  };
  return (
    <section className="hb-next-step pub-answer" data-state={state}>
      <div>
        <h2>{titles[state]()}</h2>
        {state === 'open' ? <p className="pub-left">{left(call.closesAt)}</p> : null}
        <p>{state === 'closed' ? words.closedWhy : words.applyWhy}</p>
      </div>
      {state === 'open' ? (
        <LinkButton kind="primary" to={isSignedIn ? way : `/sign-in?to=${way}`}>
          {isSignedIn ? words.applyNow : words.apply}
        </LinkButton>
      ) : null}
      {state === 'closed' ? <LinkButton to={`/notices?call=${call.callId}`}>{words.seeNotice}</LinkButton> : null}
    </section>
  );
}

function Facts({ call }: { readonly call: Call }) {
  const words = useWords(publicWords).call;
  const format = useFormat();
  return (
    <DescriptionList
      terms={[
        { label: words.number, value: call.number },
        { label: words.budget, value: format.money(call.budgetFen) },
        { label: words.floor, value: format.money(call.floorFen) },
        { label: words.cap, value: format.money(call.capFen) },
        { label: words.duration, value: words.months(call.months) },
        ...(call.contact ? [{ label: words.contact, value: <Chinese>{call.contact}</Chinese> }] : []),
      ]}
    />
  );
}

function Who({ call }: { readonly call: Call }) {
  const words = useWords(publicWords);
  return (
    <>
      <p className="pub-text">
        <Chinese>{call.eligibility}</Chinese>
      </p>
      {call.note ? (
        <div className="pub-note">
          <h3>{words.call.note}</h3>
          <p className="pub-text">
            <Chinese>{call.note}</Chinese>
          </p>
        </div>
      ) : null}
      <h3>{words.call.groups}</h3>
      <ul className="pub-tags">
        {call.targetGroups.map((group) => (
          <li key={group}>{words.targetGroups[group]}</li>
        ))}
      </ul>
    </>
  );
}

function Rules({ call }: { readonly call: Call }) {
  const words = useWords(publicWords).call;
  const language = useLanguage();
  const { account, organisation, fill, submit } = words.howSteps;
  const state = stateOf(call);
  return (
    <PublicPage
      title={call.name[language]}
      badge={<Badge tone={tones[state]}>{words[state]}</Badge>}
      crumbs={[{ label: useWords(publicWords).calls.title, to: '/calls' }]}
    >
      <Answer call={call} />
      <Section title={words.facts}>
        <Facts call={call} />
      </Section>
      <Section title={words.who}>
        <Who call={call} />
      </Section>
      <Section title={words.items} lead={words.itemsNote}>
        <Items call={call} />
      </Section>
      <Section title={words.timetable}>
        <Timetable call={call} />
      </Section>
      <Section title={words.rubric} lead={words.rubricLead(String(call.rules.passScore))}>
        <Rubric call={call} />
      </Section>
      <Section title={words.tranches}>
        <Tranches call={call} />
      </Section>
      <Section title={words.how}>
        <Steps steps={[account, organisation, fill, submit]} />
      </Section>
    </PublicPage>
  );
}

/** A call with every rule that it decides by. */
export function Screen({ params }: ScreenProps<'/calls/{callId}'>) {
  const words = useWords(publicWords).calls;
  const read = usePublic('call', { params });
  if (read.state === 'ready') return <Rules call={read.value} />;
  return (
    <Page title={words.title}>
      <Loaded read={read} lines={10}>
        {() => null}
      </Loaded>
    </Page>
  );
}
