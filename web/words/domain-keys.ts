import type * as z from 'zod/mini';
import type { ApplicationEvent } from '#shared/domain/application';
import type { AwardEvent } from '#shared/domain/award';
import type { BeneficiaryEvent } from '#shared/domain/beneficiary';
import type { CalendarEvent } from '#shared/domain/calendar';
import type { CallEvent } from '#shared/domain/call';
import type { DocumentEvent, DocumentKind, RefusalReason } from '#shared/domain/document';
import type { EvaluationEvent, Stage } from '#shared/domain/evaluation';
import type { Account, EntryKind, FundEvent } from '#shared/domain/fund';
import type { InstalmentEvent } from '#shared/domain/instalment';
import type { CommandOf, Kind, PhaseOf } from '#shared/domain/life-cycle';
import type { NeedEvent } from '#shared/domain/need';
import type { OrganisationEvent } from '#shared/domain/organisation';
import type { PersonEvent, Role } from '#shared/domain/person';
import type { Dimension, Grade, NeedSource, ServiceClass, Urgency } from '#shared/domain/reference';
import type { ReviewEvent } from '#shared/domain/review';
import type { BudgetHeading, SectionName } from '#shared/domain/section';
import type { ServiceItemEvent } from '#shared/domain/service-item';
import type { ServiceRecordEvent } from '#shared/domain/service-record';
import type { Task } from '#shared/domain/task';
import type { OrganisationKind } from '#shared/domain/uscc';

type Event =
  | ApplicationEvent
  | AwardEvent
  | BeneficiaryEvent
  | CalendarEvent
  | CallEvent
  | DocumentEvent
  | EvaluationEvent
  | FundEvent
  | InstalmentEvent
  | NeedEvent
  | OrganisationEvent
  | PersonEvent
  | ReviewEvent
  | ServiceItemEvent
  | ServiceRecordEvent;

type WordFor<Key extends string> = { readonly [K in Key]: string };
type EnumWords<Schema extends z.ZodMiniType<string>> = WordFor<z.output<Schema>>;

/** A word for everything that the domain can say: a new phase, command or event without its words does not compile. */
export type DomainWords = {
  readonly kind: WordFor<Kind>;
  readonly phase: { readonly [K in Kind]: WordFor<PhaseOf<K>> };
  readonly command: { readonly [K in Kind]: WordFor<CommandOf<K>> };
  readonly event: WordFor<Event['type']>;
  readonly role: WordFor<Role>;
  readonly task: EnumWords<typeof Task>;
  readonly grade: WordFor<Grade>;
  readonly dimension: WordFor<Dimension>;
  readonly stage: EnumWords<typeof Stage>;
  readonly serviceClass: EnumWords<typeof ServiceClass>;
  readonly needSource: EnumWords<typeof NeedSource>;
  readonly urgency: EnumWords<typeof Urgency>;
  readonly section: EnumWords<typeof SectionName>;
  readonly budget: EnumWords<typeof BudgetHeading>;
  readonly documentKind: EnumWords<typeof DocumentKind>;
  readonly documentRefusal: EnumWords<typeof RefusalReason>;
  readonly organisationKind: EnumWords<typeof OrganisationKind>;
  readonly account: EnumWords<typeof Account>;
  readonly entry: EnumWords<typeof EntryKind>;
};
