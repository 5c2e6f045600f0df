import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { Loaded } from '../../client/loaded.tsx';
import type { PublicReply } from '../../client/public-call.ts';
import { LinkButton } from '../../design/button.tsx';
import { Figure } from '../../design/figures.tsx';
import { Empty } from '../../design/states.tsx';
import { Link } from '../../shell/link.tsx';
import { useCoreWords } from '../../words/core.ts';
import { useFormat } from '../../words/format.ts';
import { publicWords } from '../../words/public.ts';
import { useWords } from '../../words/words.ts';
import { OpenCall } from './open-call.tsx';
import { SampleNote, Section, Steps } from './public-page.tsx';
import { known, usePublic } from './use-public.ts';
import './home.css';

type Home = PublicReply<'home'>;

function Hero() {
  const words = useWords(publicWords).home;
  const { promises } = words;
  return (
    <div className="pub-hero">
      <div className="hb-width">
        <div>
          <p className="pub-eyebrow">{words.name}</p>
          <h1 tabIndex={-1}>{words.title}</h1>
          <p className="hb-lead">{words.lead}</p>
          <div className="hb-row">
            <LinkButton kind="primary" to="/calls">
              {words.seeCalls}
            </LinkButton>
            <LinkButton to="/needs">{words.seeNeeds}</LinkButton>
          </div>
        </div>
        <section className="pub-promises" aria-label={words.promiseTitle}>
          {[promises.who, promises.how, promises.effect].map(({ title, text }) => (
            <div key={title}>
              <h2>{title}</h2>
              <p>{text}</p>
            </div>
          ))}
        </section>
      </div>
    </div>
  );
}

function OpenCalls({ calls }: { readonly calls: Home['openCalls'] }) {
  const words = useWords(publicWords).home;
  return (
    <Section title={words.openCalls} action={<Link to="/calls">{words.allCalls}</Link>}>
      {calls.length > 0 ? (
        <ul className="pub-calls">
          {calls.map((call) => (
            <OpenCall key={call.callId} {...call} />
          ))}
        </ul>
      ) : (
        <Empty title={words.noOpenCalls} note={words.noOpenCallsWhy} />
      )}
    </Section>
  );
}

function Figures({ figures, now }: Pick<Home, 'figures' | 'now'>) {
  const words = useWords(publicWords).home;
  const format = useFormat();
  const { projects, organisations, personTimes, receivedFen, awardedFen, paidFen, publishedNeeds, metNeeds } =
    words.figures;
  return (
    <Section title={words.figuresTitle} lead={words.figuresPeriod(format.date(now))}>
      <div className="pub-figures">
        <Figure {...projects} value={format.number(figures.projects)} />
        <Figure {...organisations} value={format.number(figures.organisations)} />
        <Figure {...personTimes} value={format.number(figures.personTimes)} />
        <Figure {...publishedNeeds} value={format.number(figures.publishedNeeds)} />
        <Figure {...metNeeds} value={format.number(figures.metNeeds)} />
        <Figure {...receivedFen} value={format.money(figures.receivedFen)} />
        <Figure {...awardedFen} value={format.money(figures.awardedFen)} />
        <Figure {...paidFen} value={format.money(figures.paidFen)} />
      </div>
    </Section>
  );
}

type LoopPart = { readonly title: string; readonly text: string; readonly unit: string; readonly more: string };

type LoopProps = { readonly part: LoopPart; readonly value: ReactNode; readonly note?: string; readonly to: string };

const LoopCard = ({ part, value, note, to }: LoopProps) => (
  <li>
    <h3>{part.title}</h3>
    <p className="pub-loop-value">
      {value}
      <small>{part.unit}</small>
    </p>
    {note ? <p className="pub-loop-note">{note}</p> : null}
    <p>{part.text}</p>
    <Link to={to}>{part.more}</Link>
  </li>
);

function Loop({ figures }: Pick<Home, 'figures'>) {
  const words = useWords(publicWords).home;
  const format = useFormat();
  const services = known(usePublic('services'));
  return (
    <Section title={words.loopTitle} lead={words.loopLead}>
      <ol className="pub-loop">
        <LoopCard part={words.loop.needs} value={format.number(figures.publishedNeeds)} to="/needs" />
        <LoopCard
          part={words.loop.services}
          value={services ? format.number(services.items.length) : '…'}
          to="/services"
        />
        <LoopCard
          part={words.loop.pool}
          value={format.money(figures.receivedFen)}
          note={words.loop.pool.spent(format.money(figures.awardedFen), format.money(figures.paidFen))}
          to="/notices"
        />
      </ol>
      <p className="pub-loop-back">↺ {words.loopBack}</p>
    </Section>
  );
}

function History() {
  const words = useWords(publicWords).home;
  const { projects, personTimes, organisations, workers } = words.history;
  return (
    <Section title={words.historyTitle} lead={words.historySource}>
      <div className="pub-figures" data-quiet="">
        {[projects, personTimes, organisations, workers].map((figure) => (
          <Figure key={figure.label} {...figure} />
        ))}
      </div>
    </Section>
  );
}

/** What the fund is, what can be applied for now, what has been reached, and how it works. */
export function Screen() {
  const words = useWords(publicWords).home;
  const core = useCoreWords();
  const read = usePublic('home');
  useEffect(() => {
    document.title = core.titleOf(core.subtitle);
  }, [core]);
  const { steps } = words;
  return (
    <>
      <Hero />
      <div className="hb-width hb-page pub-home">
        <Loaded read={read} lines={10}>
          {({ value }) => (
            <>
              <OpenCalls calls={value.openCalls} />
              <Figures figures={value.figures} now={value.now} />
              <Loop figures={value.figures} />
            </>
          )}
        </Loaded>
        <Section title={words.stepsTitle}>
          <Steps
            steps={[
              steps.need,
              steps.call,
              steps.apply,
              steps.review,
              steps.notice,
              steps.agreement,
              steps.delivery,
              steps.evaluation,
            ]}
          />
        </Section>
        <History />
        <SampleNote />
      </div>
    </>
  );
}
