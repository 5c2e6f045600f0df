import type { Application } from '#shared/domain/application';
import type { Award } from '#shared/domain/award';
import type { Evaluation } from '#shared/domain/evaluation';
import type { Instalment } from '#shared/domain/instalment';
import type { Need } from '#shared/domain/need';
import { districts, targetGroups } from '#shared/domain/reference';
import type { Instant } from '#shared/kernel/instant';

/** A line of the inbox: what it is, whose it is, and by when. */
export type About = { readonly title: string; readonly subtitle: string; readonly dueAt?: Instant };

const due = (dueAt: Instant | undefined) => (dueAt === undefined ? {} : { dueAt });

export const ofNeed = ({ district, targetGroup, itemCode, quantity }: Need): About => ({
  title: `${districts[district].zh} · ${targetGroups[targetGroup].zh}`,
  subtitle: `${itemCode} × ${quantity}`,
});

export const ofApplication = ({ title, organisationName }: Application): About => ({
  title,
  subtitle: organisationName,
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

export const ofEvaluation = ({ title, organisationName, stage, dueAt }: Evaluation): About => ({
  ...{ title, subtitle: `${stages[stage]} · ${organisationName}` },
  ...due(dueAt),
});
