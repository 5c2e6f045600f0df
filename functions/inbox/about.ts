import type { z } from 'zod/mini';
import type { Application } from '#shared/domain/application';
import type { Award } from '#shared/domain/award';
import type { Call } from '#shared/domain/call';
import type { Evaluation } from '#shared/domain/evaluation';
import type { Instalment } from '#shared/domain/instalment';
import type { Need } from '#shared/domain/need';
import { type District, districts, type ItemCode, targetGroups } from '#shared/domain/reference';
import type { ServiceItem } from '#shared/domain/service-item';
import { applicationDue, evaluationDue, needDue } from '#shared/domain/task';
import type { AwardId, CallId } from '#shared/kernel/ids';
import type { Holidays, Instant } from '#shared/kernel/instant';

/** A line of the inbox: what it is, whose it is, and by when. */
export type About = {
  readonly title: string;
  readonly subtitle: string;
  readonly district?: z.output<typeof District>;
  readonly dueAt?: Instant;
};
/** What a line names beside its record, fetched for all lines at once. */
export type Basis = {
  readonly call: Call | undefined;
  readonly item: ServiceItem | undefined;
  readonly holidays: Holidays;
};
/** Where that is found. */
export type Whence = { readonly callId?: CallId; readonly awardId?: AwardId; readonly itemCode?: ItemCode };

const due = (dueAt: Instant | undefined) => (dueAt === undefined ? {} : { dueAt });

export const ofNeed = (need: Need, { item, holidays }: Basis): About => ({
  title: `${districts[need.district].zh} · ${targetGroups[need.targetGroup].zh}`,
  subtitle: `${item?.name.zh ?? need.itemCode} × ${need.quantity} ${item?.unit ?? ''}`.trim(),
  district: need.district,
  ...due(needDue(need, holidays)),
});

export const ofApplication = (application: Application, { call, holidays }: Basis): About => ({
  title: application.title,
  subtitle: application.organisationName,
  ...due(call && applicationDue(application, call, holidays)),
});

export const ofAward = ({ title, organisationName, signBy }: Award): About => ({
  ...{ title, subtitle: organisationName },
  dueAt: signBy,
});

export const ofInstalment = ({ title, organisationName, number, of, dueAt }: Instalment): About => ({
  ...{ title, subtitle: `第 ${number}/${of} 期 · ${organisationName}` },
  ...due(dueAt),
});

const stages = { midTerm: '中期评估', closeOut: '结项评估' } as const;

export const ofEvaluation = (evaluation: Evaluation, { holidays }: Basis): About => ({
  ...{ title: evaluation.title, subtitle: `${stages[evaluation.stage]} · ${evaluation.organisationName}` },
  ...due(evaluationDue(evaluation, holidays)),
});
