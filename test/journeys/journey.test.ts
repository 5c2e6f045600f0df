import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { startStack } from '#infra/local/stack';
import { castOf } from '#infra/sample/cast';
import { journeyBeginsAt, playJourney } from '#infra/sample/journey';
import { officer } from '#infra/sample/people';
import { worldOf } from '#infra/sample/world';
import { agreementRoutes } from '#shared/contracts/routes/agreement';
import { inboxRoutes } from '#shared/contracts/routes/inbox';
import { organisationsRoutes } from '#shared/contracts/routes/organisations';
import { brokenChains, linksIn } from './chain.ts';
import { type Folder, readFolder } from './folder.ts';
import { balancesIn, entriesIn, ledgerErrors } from './ledger.ts';
import { leftUndone, outcomeOf, sentTwice } from './outcome.ts';
import { newStateDir } from './state-dir.ts';

const { stateDir, remove } = newStateDir();
const dayMs = 86_400_000;
const Bill = z.record(z.string(), z.number());
const kept = z.parse(Bill, JSON.parse(readFileSync(new URL('./bill.json', import.meta.url), 'utf8')));

let played: Awaited<ReturnType<typeof play>>;
let folder: Folder;

/** The main job from need to close, and what the platform says of it afterwards. */
async function play() {
  const stack = await startStack({ stateDir, port: 0, startAt: journeyBeginsAt });
  try {
    stack.meter.reset();
    const world = worldOf(stack);
    const { awardId, applicationId, account } = await playJourney(world, () => undefined);
    const bill = stack.meter.read();
    const { as } = castOf(world);
    const { state: award } = await as(account).call(agreementRoutes.read, { params: { awardId } });
    const { organisationId } = award;
    const organisation = await as(account).call(organisationsRoutes.read, { params: { organisationId } });
    const timelines = await Promise.all([
      as(officer.account).call(inboxRoutes.ofApplication, { params: { applicationId } }),
      as(officer.account).call(inboxRoutes.ofAward, { params: { awardId } }),
    ]);
    await stack.clock.quiet();
    return { bill, award, grades: organisation.state.grades, timeline: timelines.flatMap(({ items }) => items) };
  } finally {
    await stack.close();
  }
}

beforeAll(async () => {
  played = await play();
  folder = await readFolder(stateDir);
}, 600_000);
afterAll(remove);

describe('the main job, from a need to the last payment', () => {
  it('ends with the award closed, and the grade on the record of the organisation', () => {
    const { awardId, phase, grade } = played.award;
    expect({ phase, grade }).toEqual({ phase: 'closed', grade: 'excellent' });
    expect(played.grades).toEqual([expect.objectContaining({ awardId, grade: 'excellent' })]);
  });

  it('leaves a chain of events for every record that an outsider can verify', () => {
    expect(linksIn(folder.rows).length).toBeGreaterThan(100);
    expect(brokenChains(folder.rows)).toEqual([]);
  });

  it('leaves no row that does not say its schema version', () => {
    expect(folder.rows.filter(({ v }) => v !== 1).map(({ pk, sk }) => `${pk} ${sk}`)).toEqual([]);
  });

  it('leaves a ledger that adds up, with exactly the award paid', () => {
    expect(entriesIn(folder.rows).length).toBeGreaterThan(6);
    expect(ledgerErrors(folder.rows)).toEqual([]);
    const balanceFen = Object.fromEntries(balancesIn(folder.rows).map((row) => [row.account, row.balanceFen]));
    expect(balanceFen).toMatchObject({ paid: played.award.amountFen, reserved: 0, committed: 0, inTransit: 0 });
  });

  it('leaves nothing undone: no dead letter, no execution that failed, no mail unsent', () => {
    expect(folder.executions.length).toBeGreaterThan(0);
    expect(leftUndone(folder)).toEqual([]);
  });

  it('sends each mail once', () => {
    expect(folder.mails.length).toBeGreaterThan(40);
    expect(sentTwice(folder)).toEqual([]);
  });

  it('tells everything that happened to the application and to the award', () => {
    const told = played.timeline.map(({ record, sequence }) => `${record} ${sequence}`);
    const ofThese = /^(APPLICATION|REVIEW|AWARD|INSTALMENT|EVALUATION)#/;
    const happened = linksIn(folder.rows).filter(({ stream }) => ofThese.test(stream));
    expect(new Set(told)).toEqual(new Set(happened.map(({ stream, sequence }) => `${stream} ${sequence}`)));
    expect(played.timeline.filter(({ name }) => name === '' || name === '—')).toEqual([]);
  });

  it('comes to what a run of it has to come to', async () => {
    await expect(`${JSON.stringify(outcomeOf(folder), undefined, 2)}\n`).toMatchFileSnapshot('./outcome.json');
  });

  it('costs at most 5 % more than its bill; npm run journey -- --write-bill writes a new one', () => {
    const grown = Object.entries(played.bill).filter(([name, amount]) => amount > (kept[name] ?? 0) * 1.05);
    expect(grown, 'If this has to cost more, update it: npm run journey -- --write-bill').toEqual([]);
  });
});

describe('reminders', () => {
  const Evaluation = z.object({ state: z.object({ stage: z.string(), reportDueAt: z.string() }) });
  const MailRow = z.object({ rule: z.string(), messageId: z.string(), record: z.string() });

  /** On which days, counted from the last day of the deadline, a rule's mails went out, and to whom. */
  const sentBy = (rule: string, stage: string) => {
    const evaluation = folder.rows
      .filter(({ pk, sk }) => pk.startsWith('EVALUATION#') && sk === 'STATE')
      .map((row) => z.parse(Evaluation, row).state)
      .find((state) => state.stage === stage);
    const dueAt = Date.parse(evaluation?.reportDueAt ?? '');
    const ids = folder.rows
      .filter(({ pk }) => pk.startsWith('MAIL#'))
      .map((row) => z.parse(MailRow, row))
      .filter((row) => row.rule === rule)
      .map(({ messageId }) => messageId);
    const mails = folder.mails.filter(({ headers }) => ids.includes(headers['x-hubang-mail-id'] ?? ''));
    return mails
      .map(({ sentAt, recipients }) => ({ days: Math.floor((sentAt - dueAt) / dayMs) + 1, to: recipients.join() }))
      .toSorted((a, b) => a.days - b.days);
  };

  it.each([
    ['M10', 'midTerm'],
    ['M13', 'closeOut'],
  ])(
    '%s goes to the grantee before the %s report is due and on the day, and to the lead when it is ignored',
    (rule, stage) => {
      expect(sentBy(rule, stage).map(({ days }) => days)).toEqual([-30, -7, 0]);
      expect(new Set(sentBy(rule, stage).map(({ to }) => to))).toEqual(new Set(['applicant-1@hubang.example.org']));
      expect(sentBy(`${rule}-late`, stage)).toEqual([{ days: 3, to: 'lead@hubang.example.org' }]);
    },
  );
});
