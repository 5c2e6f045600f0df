import * as z from 'zod/mini';
import type { RejectionCode } from '#shared/contracts/rejections';
import { missingFrom, SectionName } from '#shared/domain/section';
import { isUscc } from '#shared/domain/uscc';
import * as fixture from './records.ts';

export type Answer = { readonly status: number; readonly body: unknown };
export type Asked = {
  /** Step and name of the route, such as `applications.saveSection`. */
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly key: string;
  readonly origin: string;
};
export type Who = 'applicant' | 'adviser' | 'newcomer';
type Refuse = (code: RejectionCode, details?: unknown) => Answer;

type Document = Record<string, unknown> & { readonly documentId: string; phase: string };

export type World = {
  who: Who;
  readonly heard: Asked[];
  /** Whether the connection breaks at this request. */
  offline: (asked: Asked) => boolean;
  bucketStatus: number;
  /** What becomes of uploads. */
  verdict: 'clean' | 'waiting' | { readonly refused: string };
  readonly drafts: Record<string, Record<string, unknown>>;
  documents: Document[];
  hasAccount: boolean;
  /** A refusal for the next request of a route. */
  readonly refuseNext: Map<string, Answer>;
  answer: (asked: Asked) => Promise<Answer>;
};

const ok = (body: unknown): Answer => ({ status: 200, body });
const whole = <Value>(items: readonly Value[]) => ok({ items });
const record = (state: object, may: readonly string[] = [], version = 1) => ({ state, version, may });

const people = {
  applicant: { personId: 'person-1', name: '陈晓', roles: ['applicant'], organisationId: 'organisation-1' },
  adviser: { personId: 'person-2', name: '顾颖', roles: ['adviser'], organisationId: null },
  newcomer: { personId: 'person-3', name: '周宁', roles: [], organisationId: null },
} as const;

const draftRights = ['application.edit', 'application.submit', 'application.withdraw'];
const Save = z.object({ section: SectionName, content: z.unknown(), version: z.int() });
const Saved = z.object({ version: z.int() });
const Upload = z.object({
  ownerId: z.string(),
  kind: z.string(),
  name: z.string(),
  mediaType: z.string(),
  sha256: z.string(),
  bytes: z.int(),
});

function contentOf(draft: Record<string, unknown>) {
  const parsed = fixture.parseDraft(draft);
  return Object.fromEntries(Object.entries(parsed).map(([name, saved]) => [name, saved?.content]));
}

export function createAnswers(refuse: Refuse): World {
  const world: World = {
    who: 'applicant',
    heard: [],
    offline: () => false,
    bucketStatus: 204,
    verdict: 'clean',
    drafts: {
      'application-draft': fixture.fullDraft(),
      'application-review': fixture.fullDraft(),
      'application-declined': fixture.fullDraft(),
      'application-blank': {},
    },
    documents: [],
    hasAccount: false,
    refuseNext: new Map(),
    answer: async (asked) => {
      const refused = world.refuseNext.get(asked.name);
      world.refuseNext.delete(asked.name);
      const reply = answers[asked.name];
      if (!reply) throw new Error(`the fixture has no answer for ${asked.name}`);
      return refused ?? reply(asked);
    },
  };

  const documentsOf = (ownerId: string | undefined) =>
    world.documents.filter((document) => document['ownerId'] === ownerId);
  const missingOf = (id: string) =>
    missingFrom(
      contentOf(world.drafts[id] ?? {}),
      documentsOf(id).some(({ phase }) => phase === 'clean'),
    );
  const stateOf = (id: string) => fixture.applicationStates[id] ?? {};
  const mayOf = (id: string) => {
    const { phase } = z.parse(z.object({ phase: z.string() }), stateOf(id));
    return phase === 'draft' ? draftRights : [];
  };

  function saveSection({ params, body }: Asked): Answer {
    const { section, content, version } = z.parse(Save, body);
    const draft = world.drafts[params['applicationId'] ?? ''] ?? {};
    const before = Saved.safeParse(draft[section]).data?.version ?? 0;
    if (before !== version) return refuse('application.section-stale', { version: before });
    const savedAt = fixture.now();
    draft[section] = { content, version: version + 1, savedAt };
    return ok({ version: version + 1, savedAt, missing: missingOf(params['applicationId'] ?? '') });
  }

  function requestUpload({ body, origin }: Asked): Answer {
    const { bytes, ...facts } = z.parse(Upload, body);
    const documentId = `document-${world.documents.length + 1}`;
    const expiresAt = fixture.inDays(0.01);
    world.documents.push({ ...facts, documentId, phase: 'awaitingUpload', expiresAt });
    return ok({ documentId, url: `${origin}/bucket`, fields: { key: `quarantine/${documentId}` }, expiresAt });
  }

  function readDocument({ params }: Asked): Answer {
    const document = world.documents.find(({ documentId }) => documentId === params['documentId']);
    if (!document) return refuse('record.unknown');
    if (document.phase === 'awaitingUpload' && world.verdict === 'clean')
      Object.assign(document, { phase: 'clean', bytes: 1000 });
    if (document.phase === 'awaitingUpload' && typeof world.verdict === 'object')
      Object.assign(document, { phase: 'refused', reason: world.verdict.refused });
    return ok(document);
  }

  function register({ body }: Asked): Answer {
    const { uscc } = z.parse(z.object({ uscc: z.string() }), body);
    if (!isUscc(uscc)) throw new Error('the schema has let a wrong code pass');
    return refuse('organisation.uscc-taken');
  }

  const evaluationOf = ({ state, form }: { readonly state: object; readonly form: object }) => ({
    ...record(
      state,
      z.parse(z.object({ phase: z.string() }), state).phase === 'awaitingReport' ? ['evaluation.report'] : [],
    ),
    ...{ form, documents: [], figures: { records: 33, people: 2, personTimes: 412, plannedPeople: 85 } },
  });
  const awardOf = (id: string | undefined) =>
    record(fixture.awards[id ?? ''] ?? {}, id === 'award-sign' ? ['award.signAsGrantee'] : []);

  const answers: Record<string, (asked: Asked) => Answer> = {
    'identity.config': ({ origin }) =>
      ok({ issuer: `${origin}/issuer`, clientId: 'web', audience: 'web', scope: 'openid', now: fixture.now() }),
    'identity.me': () => ok({ linked: true, ...people[world.who] }),
    'public.calls': () => whole(fixture.calls),
    'public.call': ({ params }) => ok(fixture.calls.find(({ callId }) => callId === params['callId'])),
    'catalogue.list': () => whole(fixture.items),
    'organisations.register': register,
    'organisations.read': () => ok(fixture.organisation(world.hasAccount)),
    'organisations.setAccount': () => {
      world.hasAccount = true;
      return ok({ phase: 'active', version: 4 });
    },
    'applications.mine': () =>
      whole(Object.keys(fixture.applicationStates).map((id) => record(stateOf(id), mayOf(id)))),
    'applications.read': ({ params: { applicationId: id = '' } }) =>
      ok({
        ...record(stateOf(id), mayOf(id)),
        ...{ draft: world.drafts[id] ?? {}, documents: documentsOf(id), missing: missingOf(id) },
        citedNeeds: fixture.citedNeeds,
      }),
    'applications.draft': () => ok({ applicationId: 'application-blank', version: 1 }),
    'applications.saveSection': saveSection,
    'applications.submit': () => refuse('application.amount-out-of-bounds', { floorFen: 1, capFen: 2 }),
    'documents.request': requestUpload,
    'documents.read': readDocument,
    'inbox.ofApplication': () => ok(fixture.timeline),
    'inbox.ofAward': () => ok(fixture.timeline),
    'agreement.mine': () => whole(Object.keys(fixture.awards).map((id) => awardOf(id))),
    'agreement.read': ({ params }) => ok(awardOf(params['awardId'])),
    'agreement.text': () => ok({ text: fixture.agreementText, agreementHash: 'c5'.repeat(32) }),
    'agreement.signAsGrantee': () => ok({ phase: 'granteeSigned', version: 2 }),
    'payments.ofAward': () => whole(fixture.instalments),
    'evaluation.ofAward': () => whole(Object.values(fixture.evaluations).map(({ state }) => record(state))),
    'evaluation.read': ({ params }) => {
      const found = fixture.evaluations[params['stage'] ?? ''];
      return found ? ok(evaluationOf(found)) : refuse('record.unknown');
    },
    'delivery.people': () => whole(fixture.people),
    'delivery.list': () => whole(fixture.serviceRecords()),
    'delivery.record': () => refuse('delivery.day-out-of-bounds', { from: '2026-07-01', until: '2026-11-20' }),
    'needs.mine': () => whole(fixture.ownNeeds),
    'needs.published': ({ params }) => whole(params['district'] === '310115' ? fixture.publishedNeeds : []),
    'needs.record': () => ok({ needId: 'need-10', beneficiaryId: 'beneficiary-1', version: 1 }),
  };
  return world;
}
