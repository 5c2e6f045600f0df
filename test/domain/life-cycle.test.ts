import { describe, expect, it } from 'vitest';
import { type ApplicationEvent, evolveApplication } from '#shared/domain/application';
import {
  Award,
  type AwardEvent,
  closeAward,
  evolveAward,
  restartAward,
  signAsFoundation,
  signAsGrantee,
  terminateAward,
} from '#shared/domain/award';
import { amendCall, type CallEvent, CallPlan, closeCall, evolveCall, publishCall } from '#shared/domain/call';
import {
  assignExperts,
  cancelNotice,
  closeReview,
  confirmDecision,
  decideAdmission,
  endNotice,
  proposeDecision,
  sendBackDecision,
  submitApplication,
  withdrawApplication,
} from '#shared/domain/decision';
import {
  acceptDocument,
  Document,
  type DocumentEvent,
  downloadDocument,
  evolveDocument,
  refuseDocument,
} from '#shared/domain/document';
import { guard, lifeCycle } from '#shared/domain/life-cycle';
import { closeNeed, evolveNeed, Need, type NeedEvent, publishNeed } from '#shared/domain/need';
import {
  changeRoles,
  evolvePerson,
  joinOrganisation,
  linkPerson,
  Person,
  type PersonEvent,
} from '#shared/domain/person';
import { acceptReview, evolveReview, type ReviewEvent, recuse, submitReview } from '#shared/domain/review';
import { AwardId, OrganisationId } from '#shared/kernel/ids';
import { Fen } from '#shared/kernel/money';
import { application, at, call, lines, person, review, submitted } from './examples.ts';

type Decision<Event> =
  | { readonly ok: true; readonly value: Event }
  | { readonly ok: false; readonly error: { readonly code: string } };
type Life<State, Event> = {
  /** A record that lacks nothing for this command but, perhaps, the phase. */
  readonly states: readonly State[];
  readonly evolve: (state: State, event: Event) => State;
  readonly commands: Readonly<Record<string, (state: State) => Decision<Event>>>;
  /** Written by hand: phase, command, next phase. What is not here is refused. */
  readonly ways: readonly `${string} ${string} ${string}`[];
};

const { parse: fen } = Fen;
const [officer, director, expert] = [person('officer'), person('director'), person('expert')];
const agreementHash = 'a'.repeat(64);
const declined = {
  ...application,
  proposal: { ...officer, outcome: 'decline', amountFen: fen(0), reason: '—' },
} as const;

const applicationLife: Life<typeof application, ApplicationEvent> = {
  states: [
    ...(['draft', 'submitted', 'admitted', 'inReview', 'reviewed', 'proposed', 'inNotice'] as const),
    ...(['awarded', 'declined', 'refused', 'withdrawn'] as const),
  ].map((phase) => ({ ...application, phase })),
  evolve: evolveApplication,
  commands: {
    submit: (state) =>
      submitApplication(state, call, {
        ...{ ...person('grantee'), title: '安心到家', requestedFen: fen(30_000_00) },
        ...{ receiptNumber: 'SB-1', contentHash: agreementHash },
      }),
    withdraw: (state) => withdrawApplication(state, { ...person('grantee'), reason: '—' }),
    admit: (state) => decideAdmission(state, { ...officer, admitted: true, reason: '—' }),
    refuse: (state) => decideAdmission(state, { ...officer, admitted: false, reason: '—' }),
    assign: (state) => assignExperts(state, { ...officer, expertIds: [expert.by], dueAt: at }),
    closeReview: (state) => closeReview(state, call, [submitted('a', 80)], { by: 'system:workflow', at }),
    propose: (state) => proposeDecision(state, { ...officer, outcome: 'award', amountFen: fen(1), reason: '—' }),
    sendBack: (state) => sendBackDecision(state, { ...director, reason: '—' }),
    confirmAward: (state) => confirmDecision(state, { ...director, noticeUntil: at, leftFen: call.budgetFen }),
    confirmDecline: (state) =>
      confirmDecision({ ...declined, phase: state.phase }, { ...director, noticeUntil: at, leftFen: 0 }),
    award: (state) => endNotice(state, { by: 'system:workflow', at, awardId: AwardId.parse('award-1') }),
    cancelNotice: (state) => cancelNotice(state, { ...director, reason: '—' }),
  },
  ways: [
    ...(['draft submit submitted', 'draft withdraw withdrawn', 'submitted withdraw withdrawn'] as const),
    ...(['submitted admit admitted', 'submitted refuse refused', 'admitted assign inReview'] as const),
    ...(['inReview assign inReview', 'inReview closeReview reviewed', 'reviewed propose proposed'] as const),
    ...(['proposed sendBack reviewed', 'proposed confirmAward inNotice', 'proposed confirmDecline declined'] as const),
    ...(['inNotice award awarded', 'inNotice cancelNotice declined'] as const),
  ],
};

const reviewLife: Life<typeof review, ReviewEvent> = {
  states: (['assigned', 'accepted', 'recused', 'submitted'] as const).map((phase) => ({ ...review, phase })),
  evolve: evolveReview,
  commands: {
    accept: (state) => acceptReview(state, expert),
    recuse: (state) => recuse(state, { ...expert, reason: '—' }),
    submit: (state) => submitReview(state, call.rules.rubric, { ...expert, lines, opinion: '可行' }),
  },
  ways: [
    ...(['assigned accept accepted', 'assigned recuse recused'] as const),
    ...(['accepted submit submitted', 'accepted recuse recused'] as const),
  ],
};

const need = Need.parse({
  ...{ needId: 'need-1', beneficiaryId: 'beneficiary-1', adviserId: 'person-adviser', district: '310101' },
  ...{ targetGroup: 'TG01', itemCode: 'CARE-01', quantity: 1, urgency: 'high', source: 'visit', hasNote: false },
  phase: 'recorded',
});
const needLife: Life<typeof need, NeedEvent> = {
  states: (['recorded', 'published', 'closed'] as const).map((phase) => ({ ...need, phase })),
  evolve: evolveNeed,
  commands: {
    publish: (state) => publishNeed(state, officer),
    close: (state) => closeNeed(state, { ...officer, reason: 'met' }),
  },
  ways: ['recorded publish published', 'recorded close closed', 'published close closed'],
};

const { callId, number, phase: _, ...facts } = call;
const plan = CallPlan.parse(facts);
const callLife: Life<typeof call, CallEvent> = {
  states: (['draft', 'published', 'closed'] as const).map((phase) => ({ ...call, phase })),
  evolve: evolveCall,
  commands: {
    amend: (state) => amendCall(state, plan, officer),
    publish: (state) => publishCall(state, { ...director, availableFen: state.budgetFen }),
    close: (state) => closeCall(state, director),
  },
  ways: ['draft amend draft', 'draft publish published', 'published close closed'],
};

const document = Document.parse({
  ...{ documentId: 'document-1', ownerId: 'application-1', organisationId: 'organisation-1', kind: 'proposal' },
  ...{ uploaderId: 'person-grantee', name: '申报书.pdf', mediaType: 'application/pdf', sha256: agreementHash },
  ...{ phase: 'awaitingUpload', expiresAt: at },
});
const documentLife: Life<typeof document, DocumentEvent> = {
  states: (['awaitingUpload', 'clean', 'refused'] as const).map((phase) => ({ ...document, phase })),
  evolve: evolveDocument,
  commands: {
    accept: (state) => acceptDocument(state, { ...officer, bytes: 1, objectKey: 'documents/a', sourceVersion: '1' }),
    refuse: (state) => refuseDocument(state, { ...officer, reason: 'malware' }),
    download: (state) => downloadDocument(state, officer),
  },
  ways: ['awaitingUpload accept clean', 'awaitingUpload refuse refused', 'clean download clean'],
};

const somebody = Person.parse({
  ...{ personId: 'person-1', phase: 'invited', roles: ['expert'], organisationId: null, subject: null },
});
const personLife: Life<typeof somebody, PersonEvent> = {
  states: (['invited', 'active', 'disabled'] as const).map((phase) => ({ ...somebody, phase })),
  evolve: evolvePerson,
  commands: {
    link: (state) => linkPerson(state, { ...person('1'), subject: 'sub' }),
    changeRoles: (state) => changeRoles(state, { ...director, roles: ['officer'], reason: '—' }),
    join: (state) =>
      joinOrganisation(state, { ...person('1'), organisationId: OrganisationId.parse('organisation-1') }),
  },
  ways: [
    ...(['invited link active', 'invited changeRoles invited'] as const),
    ...(['active changeRoles active', 'active join active'] as const),
  ],
};

const award = Award.parse({
  ...{ awardId: 'award-1', number: 'XM-1', applicationId: 'application-1', callId: 'call-1', fundId: 'fund-1' },
  ...{ organisationId: 'organisation-1', organisationName: '浦江社工服务社', contactId: 'person-grantee' },
  ...{ title: '安心到家', phase: 'inDelivery', amountFen: 1, months: 12, signBy: at, agreementHash, attempt: 1 },
  tranches: [{ share: 100, after: 'signature' }],
});
const awardLife: Life<typeof award, AwardEvent> = {
  states: (['awaitingSignatures', 'granteeSigned', 'inDelivery', 'closed', 'terminated'] as const).map((phase) => ({
    ...award,
    phase,
  })),
  evolve: evolveAward,
  commands: {
    signAsGrantee: (state) => signAsGrantee(state, { ...person('grantee'), agreementHash }),
    signAsFoundation: (state) => signAsFoundation(state, { ...director, agreementHash }),
    close: (state) => closeAward(state, { by: 'system:workflow', at, grade: 'good', score: 85 }),
    terminate: (state) => terminateAward(state, [], { ...director, reason: '—' }),
    restart: (state) => restartAward(state, { ...director, reason: '—' }),
  },
  ways: [
    ...(['awaitingSignatures signAsGrantee granteeSigned', 'granteeSigned signAsFoundation inDelivery'] as const),
    ...(['awaitingSignatures terminate terminated', 'granteeSigned terminate terminated'] as const),
    ...(['inDelivery terminate terminated', 'inDelivery close closed'] as const),
    ...(['awaitingSignatures restart awaitingSignatures', 'granteeSigned restart granteeSigned'] as const),
    'inDelivery restart inDelivery',
  ],
};

/** Every pair of phase and command, tried on what really decides and really changes the record. */
function shows<State extends { readonly phase: string }, Event>(name: string, life: Life<State, Event>) {
  describe(`the life of ${name}`, () => {
    const pairs = life.states.flatMap((state) =>
      Object.entries(life.commands).map(([command, decide]) => ({ command, decide, state, phase: state.phase })),
    );
    it.each(pairs)('in phase $phase, $command', ({ command, decide, state, phase }) => {
      const way = life.ways.find((known) => known.startsWith(`${phase} ${command} `));
      const decided = decide(state);
      if (!way) {
        expect(decided).toMatchObject({
          ok: false,
          error: { code: 'record.wrong-phase', details: { phase, command } },
        });
        return;
      }
      if (!decided.ok) throw new Error(`${phase} ${command} was refused: ${decided.error.code}`);
      expect(`${phase} ${command} ${life.evolve(state, decided.value).phase}`).toBe(way);
    });
  });
}

shows('an application', applicationLife);
shows('a review', reviewLife);
shows('a need', needLife);
shows('a call', callLife);
shows('a document', documentLife);
shows('a person', personLife);
shows('an award', awardLife);

/** Commands of the table that no function decides, because nothing but the phase is asked. */
const undecided: Readonly<Record<string, readonly string[]>> = {
  application: [
    'draft rename draft',
    ...['admitted', 'inReview', 'reviewed', 'proposed', 'inNotice'].map((phase) => `${phase} restart ${phase}`),
  ],
  person: ['invited disable disabled', 'active disable disabled', 'disabled enable active'],
};

it.each([
  ['application', applicationLife.ways],
  ['review', reviewLife.ways],
  ['need', needLife.ways],
  ['call', callLife.ways],
  ['document', documentLife.ways],
  ['person', personLife.ways],
  ['award', awardLife.ways],
] as const)('the table of the life cycle of %s holds what was tried here, and nothing more', (kind, ways) => {
  const table = Object.entries(lifeCycle[kind]).flatMap(([phase, commands]) =>
    Object.entries(commands).map(([command, next]) => `${phase} ${command} ${next}`),
  );
  expect(table.toSorted()).toEqual([...ways, ...(undecided[kind] ?? [])].toSorted());
});

describe('the guard', () => {
  it('says in which phase the record is, and what can be done there', () => {
    expect(guard('award', 'granteeSigned', 'close')).toEqual({
      ok: false,
      error: {
        code: 'record.wrong-phase',
        details: { phase: 'granteeSigned', command: 'close', possible: ['signAsFoundation', 'terminate', 'restart'] },
      },
    });
  });
  it.each([
    ...(['closed', 'confirmed', 'withdrawn', 'refused', 'declined', 'awarded', 'terminated', 'corrected'] as const),
  ])('leads nowhere from %s', (last) => {
    const kinds = Object.values(lifeCycle).flatMap((phases) => Object.entries(phases));
    const commands = kinds.filter(([phase]) => phase === last).map(([, known]) => Object.keys(known));
    // A document that is refused is another matter than an application that is, and both end there.
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.flat()).toEqual([]);
  });
});
