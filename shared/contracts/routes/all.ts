import type { Routes } from '#shared/contracts/route';
import { admissionRoutes } from './admission.ts';
import { agreementRoutes } from './agreement.ts';
import { applicationsRoutes } from './applications.ts';
import { callsRoutes } from './calls.ts';
import { catalogueRoutes } from './catalogue.ts';
import { decisionRoutes } from './decision.ts';
import { deliveryRoutes } from './delivery.ts';
import { documentsRoutes } from './documents.ts';
import { evaluationRoutes } from './evaluation.ts';
import { fundsRoutes } from './funds.ts';
import { identityRoutes } from './identity.ts';
import { inboxRoutes } from './inbox.ts';
import { needsRoutes } from './needs.ts';
import { operationsRoutes } from './operations.ts';
import { organisationsRoutes } from './organisations.ts';
import { paymentsRoutes } from './payments.ts';
import { peopleRoutes } from './people.ts';
import { publicRoutes } from './public.ts';
import { reviewRoutes } from './review.ts';

/** For CDK, OpenAPI and tests. A Lambda imports its own step's file only. */
export const steps = {
  identity: identityRoutes,
  people: peopleRoutes,
  organisations: organisationsRoutes,
  needs: needsRoutes,
  catalogue: catalogueRoutes,
  funds: fundsRoutes,
  calls: callsRoutes,
  public: publicRoutes,
  applications: applicationsRoutes,
  documents: documentsRoutes,
  admission: admissionRoutes,
  review: reviewRoutes,
  decision: decisionRoutes,
  agreement: agreementRoutes,
  payments: paymentsRoutes,
  delivery: deliveryRoutes,
  evaluation: evaluationRoutes,
  inbox: inboxRoutes,
  operations: operationsRoutes,
} as const satisfies Record<string, Routes>;
export type Step = keyof typeof steps;
