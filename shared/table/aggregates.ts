import * as z from 'zod/mini';
import { Application, ApplicationEvent, evolveApplication } from '#shared/domain/application';
import { Award, AwardEvent, evolveAward } from '#shared/domain/award';
import { Beneficiary, BeneficiaryEvent, evolveBeneficiary } from '#shared/domain/beneficiary';
import { Call, CallEvent, evolveCall } from '#shared/domain/call';
import { Document, DocumentEvent, evolveDocument } from '#shared/domain/document';
import { Evaluation, EvaluationEvent, evolveEvaluation } from '#shared/domain/evaluation';
import { evolveFund, Fund, FundEvent } from '#shared/domain/fund';
import { evolveInstalment, Instalment, InstalmentEvent } from '#shared/domain/instalment';
import type { Kind } from '#shared/domain/life-cycle';
import { evolveNeed, Need, NeedEvent } from '#shared/domain/need';
import { evolveOrganisation, Organisation, OrganisationEvent } from '#shared/domain/organisation';
import { evolvePerson, Person, PersonEvent } from '#shared/domain/person';
import { evolveReview, Review, ReviewEvent } from '#shared/domain/review';
import { evolveServiceItem, ServiceItem, ServiceItemEvent } from '#shared/domain/service-item';
import { evolveServiceRecord, ServiceRecord, ServiceRecordEvent } from '#shared/domain/service-record';
import { taskOfApplication, taskOfAward, taskOfEvaluation, taskOfInstalment, taskOfNeed } from '#shared/domain/task';
import { dayOf, type Instant, yearOf } from '#shared/kernel/instant';
import { attributesOf, type KeyValues, keyOf, type RowName, type RowValues } from './access-patterns.ts';

/** What one row holds and where it lies. */
export type Row<Id, Value> = {
  readonly schema: z.ZodMiniType<Value>;
  readonly key: (id: Id) => { readonly pk: string; readonly sk: string };
};

/** A record with a life: its rows change only by an event, and the events form a chain that an outsider can verify. */
export type Aggregate<State, Event, Id> = Row<Id, Stored<State>> & {
  readonly kind: Kind;
  readonly state: z.ZodMiniType<State>;
  readonly event: z.ZodMiniType<Event>;
  readonly evolve: (state: State | undefined, event: Event) => State;
  readonly attributes: (state: State) => Readonly<Record<string, string>>;
};

/** `v` is the schema version of the state; upcasters bring an older one up when it is read. */
export type Stored<State> = {
  readonly v: number;
  readonly state: State;
  readonly version: number;
  readonly lastHash: string;
};

export const row = <N extends RowName, Value>(name: N, schema: z.ZodMiniType<Value>): Row<KeyValues<N>, Value> => ({
  schema,
  key: (id) => keyOf(name, id),
});

type AggregateName = Kind & RowName;

const aggregate = <N extends AggregateName, State extends KeyValues<N>, Event>(
  name: N,
  state: z.ZodMiniType<State>,
  event: z.ZodMiniType<Event>,
  evolve: (state: State | undefined, event: Event) => State,
  facets?: (state: State) => Partial<RowValues<N>>,
): Aggregate<State, Event, KeyValues<N>> => ({
  ...row(name, z.object({ v: z.int(), state, version: z.int(), lastHash: z.string() })),
  kind: name,
  state,
  event,
  evolve,
  attributes: (next) => attributesOf(name, { ...next, ...facets?.(next) }),
});

/** In the index of due days only while somebody can still let it slip. */
const due = (dueAt: Instant | undefined) => (dueAt === undefined ? {} : { dueAt, dueDay: dayOf(dueAt) });

export const people = aggregate('person', Person, PersonEvent, evolvePerson);
export const organisations = aggregate('organisation', Organisation, OrganisationEvent, evolveOrganisation);
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
