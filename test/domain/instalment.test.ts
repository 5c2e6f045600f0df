import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '#shared/domain/event';
import {
  approvePayment,
  bouncePayment,
  confirmPayment,
  evolveInstalment,
  executePayment,
  type Instalment,
  type InstalmentEvent,
  openInstalment,
  preparePayment,
  restartInstalment,
  sendBackPayment,
  toSameAccount,
  withholdInstalment,
} from '#shared/domain/instalment';
import { allows, lifeCycle, type PhaseOf } from '#shared/domain/life-cycle';
import { keysOf } from '#shared/kernel/const-table';
import { AwardId, FundId, OrganisationId, PersonId } from '#shared/kernel/ids';
import { Instant } from '#shared/kernel/instant';
import { Fen } from '#shared/kernel/money';

const at = Instant.parse('2026-05-04T03:00:00.000Z');
const person = (name: string): Command & { by: PersonId } => ({ by: PersonId.parse(`person-${name}`), at });
const people = {
  anna: person('anna'),
  bo: person('bo'),
  chen: person('chen'),
  dai: person('dai'),
  emma: person('emma'),
};

const payee = { hasAccount: true, accountVersion: 1 };
const planned = evolveInstalment(undefined, {
  ...({ type: 'InstalmentPlanned', v: 1, number: 1, of: 3, after: 'signature' } as const),
  ...{ awardId: AwardId.parse('award-1'), fundId: FundId.parse('fund-1'), amountFen: Fen.parse(50_00) },
  ...{ organisationId: OrganisationId.parse('organisation-1'), organisationName: '浦江社工服务社', title: '安心到家' },
  ...{ contactId: person('grantee').by, by: 'system:workflow', at },
});

type Decision = { readonly ok: true; readonly value: InstalmentEvent } | { readonly ok: false; readonly error: object };
/** What each command of the life cycle decides, whoever gives it. */
const commands = {
  open: (state: Instalment, by: Command) => openInstalment(state, { ...by, dueAt: at }),
  withhold: (state: Instalment, by: Command) => withholdInstalment(state, { ...by, reason: '未通过' }),
  prepare: (state: Instalment, by: Command) => preparePayment(state, payee, by),
  approveFirst: approvePayment,
  approveSecond: approvePayment,
  sendBack: (state: Instalment, by: Command) => sendBackPayment(state, { ...by, reason: '退回' }),
  execute: (state: Instalment, by: Command) => executePayment(state, { ...by, bankReference: 'B-1' }),
  confirm: confirmPayment,
  restart: (state: Instalment, by: Command) => restartInstalment(state, { ...by, reason: '中断' }),
  bounce: (state: Instalment, by: Command) => bouncePayment(state, { ...by, reason: '退票' }),
} as const satisfies Record<string, (state: Instalment, by: Command) => Decision>;
type Name = keyof typeof commands;

/** The record after these commands, each by the person beside it. */
const walked = (...steps: readonly (readonly [Name, Command])[]) =>
  steps.reduce((state, [name, by]) => {
    const decided: Decision = commands[name](state, by);
    if (!decided.ok) throw new Error(`${name} was refused`);
    return evolveInstalment(state, decided.value);
  }, planned);

const opened = ['open', people.emma] as const;
const prepared = ['prepare', people.anna] as const;
const first = ['approveFirst', people.bo] as const;
const second = ['approveSecond', people.chen] as const;
const executed = ['execute', people.dai] as const;

describe('a payment', () => {
  it('is prepared only for a payee with an account on record', () => {
    expect(preparePayment(walked(opened), { ...payee, hasAccount: false }, people.anna)).toEqual({
      ok: false,
      error: { code: 'payment.no-account' },
    });
  });

  it('goes to the account that it was prepared for, or is looked at again', () => {
    const approved = walked(opened, prepared, first, second);
    expect(toSameAccount(approved, payee)).toMatchObject({ ok: true });
    expect(toSameAccount(approved, { ...payee, accountVersion: 2 })).toEqual({
      ok: false,
      error: { code: 'payment.account-changed' },
    });
  });

  it('is approved by two people, neither of whom prepared it', () => {
    expect(approvePayment(walked(opened, prepared), people.anna)).toMatchObject({ error: { code: 'payment.own' } });
    const once = walked(opened, prepared, first);
    expect(approvePayment(once, people.bo)).toMatchObject({ error: { code: 'payment.same-approver' } });
    expect(approvePayment(once, people.anna)).toMatchObject({ error: { code: 'payment.own' } });
    expect(approvePayment(once, people.chen)).toMatchObject({ value: { rank: 'second' } });
  });

  it.each(['anna', 'bo', 'chen'] as const)('is not executed by %s, who prepared or approved it', (name) => {
    const approved = walked(opened, prepared, first, second);
    const command = { ...people[name], bankReference: 'B-1' };
    expect(executePayment(approved, command)).toEqual({ ok: false, error: { code: 'payment.own' } });
  });

  it('is neither confirmed nor bounced by who executed it', () => {
    const ordered = walked(opened, prepared, first, second, executed);
    expect(confirmPayment(ordered, people.dai)).toEqual({ ok: false, error: { code: 'payment.own' } });
    expect(bouncePayment(ordered, { ...people.dai, reason: '退票' })).toEqual({
      ok: false,
      error: { code: 'payment.own' },
    });
    expect(walked(opened, prepared, first, second, executed, ['confirm', people.anna])).toMatchObject({
      ...{ phase: 'confirmed', confirmedAt: at, bankReference: 'B-1' },
    });
  });

  it('that bounced begins again as another order; one that was sent back as the same', () => {
    const bounced = walked(opened, prepared, first, second, executed, ['bounce', people.anna]);
    expect(bounced).toMatchObject({ phase: 'due', attempt: 1, order: 2, approvedBy: [] });
    for (const name of ['preparedBy', 'executedBy', 'bankReference']) expect(bounced).not.toHaveProperty(name);
    expect(walked(opened, prepared, first, ['sendBack', people.chen])).toMatchObject({
      phase: 'due',
      order: 1,
      approvedBy: [],
    });
  });

  it('whose way is started again keeps its signatures and its order to the bank', () => {
    const running = walked(opened, prepared, first, second);
    const again = walked(opened, prepared, first, second, ['restart', people.emma]);
    expect(again).toEqual({ ...running, attempt: 2 });
  });

  it('that was withheld can still be opened', () => {
    expect(walked(['withhold', people.emma], opened)).toMatchObject({ phase: 'due', dueAt: at });
  });
});

/** Every state on the way, with the bounces so far; what is refused changes nothing. */
function courseOf(steps: readonly (readonly [Name, Command])[]) {
  let now = { state: planned, bounces: 0 };
  return steps.map(([name, by]) => {
    const decided: Decision = commands[name](now.state, by);
    if (!decided.ok) return now;
    const bounced = decided.value.type === 'PaymentBounced' ? 1 : 0;
    now = { state: evolveInstalment(now.state, decided.value), bounces: now.bounces + bounced };
    return now;
  });
}

describe('the life of an instalment', () => {
  const phases = keysOf(lifeCycle.instalment);
  const names = keysOf(commands);
  const inPhase = (phase: PhaseOf<'instalment'>): Instalment => ({ ...planned, phase });

  it.each(phases.flatMap((phase) => names.map((name) => [phase, name] as const)))(
    'in phase %s answers %s as the table says',
    (phase, name) => {
      const decided: Decision = commands[name](inPhase(phase), people.emma);
      const either = name.startsWith('approve')
        ? allows('instalment', phase, 'approveFirst') || allows('instalment', phase, 'approveSecond')
        : allows('instalment', phase, name);
      expect(decided.ok).toBe(either);
      if (!decided.ok) expect(decided.error).toMatchObject({ code: 'record.wrong-phase', details: { phase } });
    },
  );

  it('whatever is tried by whom, is ordered only with three other people behind it, and each bounce is counted', () => {
    const someone = fc.constantFrom(...Object.values(people));
    const step = fc.tuple(fc.constantFrom(...names), someone);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        for (const { state, bounces } of courseOf(steps)) {
          expect(state.order).toBe(bounces + 1);
          const touched = [state.preparedBy, ...state.approvedBy, state.executedBy];
          if (state.phase === 'executed') expect(new Set(touched).size).toBe(4);
        }
      }),
      { numRuns: 500 },
    );
  });
});
