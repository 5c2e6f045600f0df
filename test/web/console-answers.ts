import * as z from 'zod/mini';
import type { RejectionCode } from '#shared/contracts/rejections';
import type { steps } from '#shared/contracts/routes/all';
import { evolveApplication } from '#shared/domain/application';
import { Replacement } from '#shared/domain/calendar';
import { decideAdmission } from '#shared/domain/decision';
import { formOf } from '#shared/domain/evaluation-form';
import type { Kind } from '#shared/domain/life-cycle';
import { Role } from '#shared/domain/person';
import { type Caller, type Guarded, mayTry } from '#shared/domain/policy';
import { possible } from '#shared/domain/possible';
import { District } from '#shared/domain/reference';
import { taskOfApplication, taskOfAward, taskOfInstalment } from '#shared/domain/task';
import { Instant } from '#shared/kernel/instant';
import * as all from './console-records.ts';
import { documents, draft, reviews, timeline } from './console-stories.ts';

export class Refused extends Error {
  readonly code: RejectionCode;
  readonly details: unknown;
  constructor(code: RejectionCode, details?: unknown) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

type Ask = {
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly ifMatch: number | undefined;
};
type Answer = (ask: Ask) => unknown;

/** Records by id; a command replaces the state and moves the version on. */
const applications = new Map(all.applications.map((state) => [state.applicationId.toString(), { state, version: 3 }]));

const seen = (caller: Caller, kind: Kind, state: Guarded, version = 3) => ({
  ...{ state, version, may: possible(caller, kind, state) },
});
function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Refused('record.unknown');
  return value;
}

/** A page of a list, with a cursor that is only the place to go on from. */
function paged<Item>(items: readonly Item[], { query }: Ask) {
  const from = Number(query['cursor'] ?? 0);
  const until = from + Number(query['limit'] ?? 50);
  return { items: items.slice(from, until), ...(until < items.length && { cursor: String(until) }) };
}

const balances = {
  ...{ received: -720_000_000, available: 468_000_000, reserved: 45_000_000 },
  ...{ committed: 118_500_000, inTransit: 7_500_000, paid: 81_000_000 },
};
const fund = {
  ...{ fundId: 'fund-1', phase: 'open', sourceType: 'donation' },
  name: { zh: '服务类社会救助专项基金', en: 'Fund for service-type social assistance' },
} as const;
const entry = (index: number, kind: string, from: string, to: string, fen: number) => ({
  ...{ entryId: `entry-${index}`, fundId: 'fund-1', kind, v: 1, cause: 'APPLICATION#application-6' },
  ...{ by: all.personOf('accountant'), at: `2026-03-0${index + 1}T02:00:00.000Z` },
  lines: [
    { account: from, fen: -fen },
    { account: to, fen },
  ],
});
const entries = [
  entry(0, 'donation', 'received', 'available', 720_000_000),
  entry(1, 'reservation', 'available', 'reserved', 15_000_000),
  entry(2, 'commitment', 'reserved', 'committed', 15_000_000),
  entry(3, 'order', 'committed', 'inTransit', 7_500_000),
  entry(4, 'payment', 'inTransit', 'paid', 7_500_000),
];

const inbox = ({ caller }: Ask) => {
  const lines = [
    ...all.applications.slice(0, 6).map((it) => ({
      ...{ task: taskOfApplication(it), record: `APPLICATION#${it.applicationId}` },
      ...{ title: it.title, subtitle: it.organisationName },
    })),
    ...all.awards.map((it) => ({
      ...{ task: taskOfAward(it), record: `AWARD#${it.awardId}`, title: it.title, subtitle: it.organisationName },
      dueAt: it.signBy,
    })),
    ...all.instalments.map((it) => ({
      ...{ task: taskOfInstalment(it), record: `INSTALMENT#${it.awardId}#${it.number}`, title: it.title },
      ...{ subtitle: `第 ${it.number}/${it.of} 期 · ${it.organisationName}`, ...(it.dueAt && { dueAt: it.dueAt }) },
    })),
  ];
  return { items: lines.filter(({ task }) => task && mayTry(caller, task)), now: all.nowOfFixtures };
};

const calendars = new Map<string, object>();
const lookup = ({ query }: Ask) => {
  const q = query['q'] ?? '';
  const numbered = all.calls
    .filter(({ number }) => number === q)
    .map(({ callId, name, number }) => ({ kind: 'call', id: callId, title: name.zh, number }));
  const named = all.organisations
    .filter(({ name }) => name.startsWith(q))
    .map(({ organisationId, name, uscc }) => ({ kind: 'organisation', id: organisationId, title: name, number: uscc }));
  return { items: [...numbered, ...named] };
};

const member = (role: string, name: string, index: number) => ({
  ...{ personId: all.personOf(role), name, address: 'x***@example.org', phase: index === 5 ? 'invited' : 'active' },
  ...{ roles: [role], organisationId: null, version: 2 },
});
const people = [
  ...Object.entries(all.staff).map(([role, name], index) => member(role, name, index)),
  ...['expert', 'evaluator', 'adviser', 'applicant'].map((role, index) => member(role, `示例${index + 1}`, index)),
];

const Admission = z.object({ admitted: z.boolean(), reason: z.string() });

const decide: Answer = ({ params, body, caller, ifMatch }) => {
  const { applicationId = '' } = params;
  const { state, version } = found(applications.get(applicationId));
  if (ifMatch !== version) throw new Refused('record.stale');
  const { admitted, reason } = z.parse(Admission, body);
  if (reason.trim() === '')
    throw new Refused('request.invalid', { issues: [{ path: 'body.reason', code: 'too_small' }] });
  const at = Instant.parse(all.nowOfFixtures);
  const event = decideAdmission(state, { admitted, reason, by: caller.personId, at });
  if (!event.ok) throw new Refused(event.error.code, event.error.details);
  const next = { state: evolveApplication(state, event.value), version: version + 1 };
  applications.set(applicationId, next);
  return { phase: next.state.phase, version: next.version };
};

const application: Answer = ({ caller, params }) => {
  const { state, version } = found(applications.get(params['applicationId'] ?? ''));
  return { ...seen(caller, 'application', state, version), draft, documents, missing: [], citedNeeds: [] };
};

const refuse =
  (code: RejectionCode, details?: unknown): Answer =>
  () => {
    throw new Refused(code, details);
  };

const choices = (role: string) => ({
  items: ['甲', '乙', '丙', '丁'].map((mark, index) => ({
    ...{ personId: `person-${role}${index}`, name: `${role === 'expert' ? '专家' : '评估员'}${mark}`, open: index },
  })),
});

const instalmentsWhere = (caller: Caller, wanted: (state: (typeof all.instalments)[number]) => boolean) =>
  all.instalments.filter(wanted).map((state) => seen(caller, 'instalment', state));

/** What the fixture server answers, by step and route. What is not here is a record that does not exist. */
export const answers: { readonly [Step in keyof typeof steps]?: Readonly<Record<string, Answer>> } = {
  identity: {
    me: ({ caller }) => ({
      ...{ linked: true, personId: caller.personId, roles: caller.roles, organisationId: null },
      name: Object.entries(all.staff).find(([role]) => caller.roles.includes(z.parse(Role, role)))?.[1] ?? '—',
    }),
  },
  inbox: {
    inbox,
    lookup,
    ofApplication: () => ({ items: timeline }),
    ofAward: () => ({ items: timeline }),
    ofOrganisation: () => ({ items: [] }),
    ofFund: () => ({ items: [] }),
  },
  needs: {
    waiting: (ask) =>
      paged(
        all.needs.filter(({ phase }) => phase === 'recorded').map((state) => seen(ask.caller, 'need', state)),
        ask,
      ),
    counts: () => ({
      items: District.options.map((district, index) => ({ district, itemCode: 'CARE-01', needs: (index * 7) % 23 })),
    }),
    ofDistrict: (ask) =>
      paged(
        all.needs
          .filter(({ phase, district }) => phase === ask.query['phase'] && district === ask.params['district'])
          .map((state) => seen(ask.caller, 'need', state)),
        ask,
      ),
    unmask: () => ({ name: '示例人员', residentId: '310199199001010014', telephone: '021-00000000' }),
  },
  catalogue: {
    list: () => ({ items: all.items }),
    read: ({ caller, params }) =>
      seen(caller, 'serviceItem', found(all.items.find(({ code }) => code === params['code']))),
  },
  operations: {
    calendar: ({ params }) =>
      calendars.get(`${params['year']}`) ?? { off: [], worked: [], provisional: true, version: 0 },
    replaceCalendar: ({ params, body, ifMatch = 0 }) => {
      const { off, worked, reason } = z.parse(Replacement, body);
      const replaced = { name: '系统管理员', at: all.nowOfFixtures, reason };
      calendars.set(`${params['year']}`, { off, worked, provisional: false, version: ifMatch + 1, replaced });
      return { year: Number(params['year']), version: ifMatch + 1 };
    },
  },
  calls: {
    list: (ask) =>
      paged(
        all.calls.map((state) => seen(ask.caller, 'call', state)),
        ask,
      ),
    read: ({ caller, params }) => ({
      ...seen(caller, 'call', found(all.calls.find(({ callId }) => callId === params['callId']))),
      takenFen: 0,
    }),
    draft: refuse('fund.unknown'),
  },
  admission: {
    list: (ask) =>
      paged(
        [...applications.values()].map(({ state, version }) => seen(ask.caller, 'application', state, version)),
        ask,
      ),
    decide,
  },
  applications: { read: application },
  review: {
    ofApplication: () => ({ items: reviews }),
    assign: refuse('review.conflict', { personId: 'person-expert0' }),
  },
  decision: {
    confirm: refuse('decision.same-person'),
    propose: refuse('decision.over-request', { requestedFen: 15_000_000 }),
  },
  people: { list: (ask) => paged(people, ask), choices: ({ query }) => choices(query['role'] ?? 'expert') },
  agreement: {
    list: (ask) =>
      paged(
        all.awards.map((state) => seen(ask.caller, 'award', state)),
        ask,
      ),
    read: ({ caller, params }) =>
      seen(caller, 'award', found(all.awards.find((it) => it.awardId === params['awardId']))),
    text: () => ({
      text: '资助协议\n编号：XY-2026-001\n甲方：基金会\n一、项目名称：失能老人居家照护。',
      agreementHash: all.agreementHash,
    }),
  },
  payments: {
    inPhase: (ask) =>
      paged(
        instalmentsWhere(ask.caller, ({ phase }) => phase === ask.query['phase']),
        ask,
      ),
    ofAward: ({ caller, params }) => ({ items: instalmentsWhere(caller, (it) => it.awardId === params['awardId']) }),
    prepare: refuse('payment.no-account'),
  },
  evaluation: {
    list: (ask) =>
      paged(
        all.evaluations
          .filter(({ phase }) => phase === ask.query['phase'])
          .map((it) => seen(ask.caller, 'evaluation', it)),
        ask,
      ),
    ofAward: ({ caller, params }) => ({
      items: all.evaluations
        .filter(({ awardId }) => awardId === params['awardId'])
        .map((it) => seen(caller, 'evaluation', it)),
    }),
    read: ({ caller, params }) => ({
      ...seen(
        caller,
        'evaluation',
        found(all.evaluations.find((it) => it.awardId === params['awardId'] && it.stage === params['stage'])),
      ),
      form: formOf('midTerm'),
      documents,
      figures: { records: 512, people: 62, personTimes: 512, plannedPeople: 60 },
    }),
  },
  delivery: {
    list: (ask) =>
      paged(
        all.records.map((state) => seen(ask.caller, 'serviceRecord', state)),
        ask,
      ),
    people: () => ({
      items: all.needs.slice(0, 4).map(({ needId, beneficiaryId, itemCode, targetGroup, quantity }) => ({
        ...{ needId, beneficiaryId, itemCode, targetGroup, quantity, served: 2 },
      })),
    }),
  },
  funds: {
    list: () => ({ items: [{ ...fund, balances }] }),
    read: ({ caller }) => ({ ...seen(caller, 'fund', fund), balances }),
    entries: (ask) => paged(entries, ask),
    receive: refuse('fund.reference-used'),
  },
  organisations: {
    history: () => ({ applications: [], awards: [], contacts: [] }),
    list: (ask) => paged(all.organisations, ask),
    read: ({ caller, params }) => ({
      ...seen(
        caller,
        'organisation',
        found(all.organisations.find((it) => it.organisationId === params['organisationId'])),
      ),
      accountMasked: '示例银行 ****0001',
    }),
  },
};
