import * as z from 'zod/mini';
import { Application, ApplicationEvent, evolveApplication } from '#shared/domain/application';
import { Award, AwardEvent, evolveAward } from '#shared/domain/award';
import { Beneficiary, BeneficiaryEvent, evolveBeneficiary } from '#shared/domain/beneficiary';
import { Calendar, CalendarEvent, evolveCalendar } from '#shared/domain/calendar';
import { Call, CallEvent, evolveCall } from '#shared/domain/call';
import { Document, DocumentEvent, evolveDocument } from '#shared/domain/document';
import { Evaluation, EvaluationEvent, evolveEvaluation } from '#shared/domain/evaluation';
import { evolveFund, Fund, FundEvent } from '#shared/domain/fund';
import { evolveInstalment, Instalment, InstalmentEvent } from '#shared/domain/instalment';
import type { Kind } from '#shared/domain/life-cycle';
import { evolveNeed, Need, NeedEvent } from '#shared/domain/need';
import { evolveOrganisation, nameKeyOf, Organisation, OrganisationEvent } from '#shared/domain/organisation';
import { evolvePerson, Person, PersonEvent } from '#shared/domain/person';
import { evolveReview, Review, ReviewEvent } from '#shared/domain/review';
import { evolveServiceItem, ServiceItem, ServiceItemEvent } from '#shared/domain/service-item';
import { evolveServiceRecord, ServiceRecord, ServiceRecordEvent } from '#shared/domain/service-record';
import { taskOfApplication, taskOfAward, taskOfEvaluation, taskOfInstalment, taskOfNeed } from '#shared/domain/task';
import { dayOf, type Instant, yearOf } from '#shared/kernel/instant';
import { attributesOf, type KeyValues, keyOf, type RowName, type RowValues } from './access-patterns.ts';
import { type Fields, newestOf, type Upcast, upcasted } from './upcast.ts';

/** How a row is read, whatever version it was written in. */
export type Readable<Value> = { readonly read: (item: unknown) => Value };
/** What one row holds and where it lies. */
export type Source<Id, Value> = Readable<Value> & {
  readonly key: (id: Id) => { readonly pk: string; readonly sk: string };
};

/** A plain row; `item` is the whole of it as it is written, in the newest version. */
export type Row<N extends RowName, Value> = Source<KeyValues<N>, Value> & {
  readonly v: number;
  readonly item: (id: RowValues<N>, value: Value) => Fields;
};

/** A record with a life: its rows change only by an event, and the events form a chain that an outsider can verify. */
export type Aggregate<State, Event, Id> = Source<Id, Stored<State>> & {
  readonly kind: Kind;
  readonly state: z.ZodMiniType<State>;
  readonly event: z.ZodMiniType<Event>;
  readonly evolve: (state: State | undefined, event: Event) => State;
  /** The partition that its state and its events share. */
  readonly stream: (state: State) => string;
  readonly item: (stored: Omit<Stored<State>, 'v'>) => Fields;
};

/** `v` is the schema version of the state: the newest, because an older one is brought up when it is read. */
export type Stored<State> = {
  readonly v: number;
  readonly state: State;
  readonly version: number;
  readonly lastHash: string;
};

export const row = <N extends RowName, Value>(
  name: N,
  schema: z.ZodMiniType<Value>,
  upcast: readonly Upcast[] = [],
): Row<N, Value> => ({
  v: newestOf(upcast),
  read: (item) => z.parse(schema, upcasted(name, upcast, item)),
  key: (id) => keyOf(name, id),
  item: (id, value) => ({ ...attributesOf(name, id), ...value, v: newestOf(upcast) }),
});

type AggregateName = Kind & RowName;

const Kept = z.looseObject({ state: z.record(z.string(), z.unknown()) });
/** The upcaster of a state, as one of the row that holds it. */
const ofState =
  (upcast: Upcast): Upcast =>
  (item) => ({ ...item, state: upcast(z.parse(Kept, item).state) });

export const aggregate = <N extends AggregateName, State extends KeyValues<N>, Event>(
  name: N,
  state: z.ZodMiniType<State>,
  event: z.ZodMiniType<Event>,
  evolve: (state: State | undefined, event: Event) => State,
  facets?: (state: State) => Partial<RowValues<N>>,
  upcast: readonly Upcast[] = [],
): Aggregate<State, Event, KeyValues<N>> => {
  const schema = z.object({ v: z.int(), state, version: z.int(), lastHash: z.string() });
  const { key, read } = row(name, schema, upcast.map(ofState));
  return {
    ...{ kind: name, key, read, state, event, evolve },
    stream: (held) => key(held).pk,
    item: (stored) => ({
      ...attributesOf(name, { ...stored.state, ...facets?.(stored.state) }),
      ...{ ...stored, v: newestOf(upcast) },
    }),
  };
};

/** In the index of due days only while somebody can still let it slip. */
const due = (dueAt: Instant | undefined) => (dueAt === undefined ? {} : { dueAt, dueDay: dayOf(dueAt) });

export const people = aggregate('person', Person, PersonEvent, evolvePerson);
export const organisations = aggregate(
  'organisation',
  Organisation,
  OrganisationEvent,
  evolveOrganisation,
  ({ name }) => ({ nameKey: nameKeyOf(name) }),
);
export const beneficiaries = aggregate('beneficiary', Beneficiary, BeneficiaryEvent, evolveBeneficiary);
export const needs = aggregate('need', Need, NeedEvent, evolveNeed, (need) => ({ task: taskOfNeed(need) }));
export const serviceItems = aggregate('serviceItem', ServiceItem, ServiceItemEvent, evolveServiceItem);
export const funds = aggregate('fund', Fund, FundEvent, evolveFund);
export const calls = aggregate('call', Call, CallEvent, evolveCall, ({ phase, closesAt }) =>
  due(phase === 'published' ? closesAt : undefined),
);
export const applications = aggregate('application', Application, ApplicationEvent, evolveApplication, (state) => ({
  task: taskOfApplication(state),
  ...noticed(state),
}));
export const documents = aggregate('document', Document, DocumentEvent, evolveDocument, ({ phase, expiresAt }) =>
  due(phase === 'awaitingUpload' ? expiresAt : undefined),
);
export const reviews = aggregate('review', Review, ReviewEvent, evolveReview, ({ phase, dueAt }) =>
  due(phase === 'assigned' || phase === 'accepted' ? dueAt : undefined),
);
export const awards = aggregate('award', Award, AwardEvent, evolveAward, (state) => ({
  task: taskOfAward(state),
  ...due(state.phase === 'awaitingSignatures' || state.phase === 'granteeSigned' ? state.signBy : undefined),
}));
export const instalments = aggregate('instalment', Instalment, InstalmentEvent, evolveInstalment, (state) => ({
  task: taskOfInstalment(state),
  ...due(state.phase === 'confirmed' || state.phase === 'withheld' ? undefined : state.dueAt),
}));
export const evaluations = aggregate('evaluation', Evaluation, EvaluationEvent, evolveEvaluation, (state) => ({
  task: taskOfEvaluation(state),
  ...due(evaluationDue(state)),
}));
export const calendars = aggregate('calendar', Calendar, CalendarEvent, evolveCalendar);
export const serviceRecords = aggregate('serviceRecord', ServiceRecord, ServiceRecordEvent, evolveServiceRecord);

/** On public record by the year its notice began, for as long as nothing has cancelled it. */
function noticed({ phase, notice }: Application) {
  if (!notice || (phase !== 'inNotice' && phase !== 'awarded')) return {};
  return { noticeFrom: notice.from, year: yearOf(dayOf(notice.from)) };
}

/** First the grantee's report is due, then the evaluator's marks. */
function evaluationDue({ phase, reportDueAt, dueAt }: Evaluation) {
  if (phase === 'awaitingReport') return reportDueAt;
  return phase === 'assigned' ? dueAt : undefined;
}
