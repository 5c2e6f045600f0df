import { createHash } from 'node:crypto';
import type { Calendar } from '#functions/adapters/calendar';
import { changed, created, numbered, put } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { newId } from '#functions/adapters/new-id';
import type { Reader } from '#functions/adapters/reader';
import { agreements, submissions } from '#functions/adapters/rows';
import type { Serial } from '#functions/adapters/serial';
import { agreementText } from '#shared/domain/agreement-text';
import type { Application } from '#shared/domain/application';
import { endNotice } from '#shared/domain/decision';
import { workflow } from '#shared/domain/event';
import { type ApplicationId, AwardId } from '#shared/kernel/ids';
import { calendarDaysAfter, dayOf, type Instant, yearOf } from '#shared/kernel/instant';
import { applications, awards, calls, organisations, serviceItems } from '#shared/table/aggregates';

type Deps = Reader & Committer & Calendar & Serial & { readonly foundationName: string };

/** The notice has run out without an objection: the award comes to be, with the text of its agreement. */
export async function endNoticeNow(applicationId: ApplicationId, now: Instant, deps: Deps) {
  const application = await deps.get(applications, { applicationId });
  if (application?.state.phase !== 'inNotice') return { done: false };
  const { state } = application;
  const awardId = AwardId.parse(newId('award', now));
  const by = { by: workflow, at: now };
  const event = endNotice(state, { ...by, awardId });
  // Two clocks are never the same to the millisecond: who comes early is asked again.
  if (!event.ok) return { done: false };
  const { call, text, amountFen, number } = await agreementOf(state, now, deps);

  const agreementHash = createHash('sha256').update(text).digest('hex');
  const { callId, fundId, organisationId, organisationName, contactId, title } = state;
  const { months, rules } = call;
  const signBy = calendarDaysAfter(dayOf(now), rules.signDays, await deps.holidaysOf(now));
  const granted = {
    ...({ type: 'AwardGranted', v: 1, awardId, number, applicationId, callId, fundId } as const),
    ...{ organisationId, organisationName, contactId, title, amountFen, months, tranches: rules.tranches },
    ...{ signBy, agreementHash, ...by },
  };
  const committed = await deps.commit({
    changes: [
      changed(applications, application, event.value),
      created(awards, granted),
      [put(agreements.item({ awardId }, { text }), 'record.busy'), numbered(number, awardId)],
    ],
    once: undefined,
    reply: {},
  });
  return { done: committed.ok };
}

async function agreementOf(state: Application, now: Instant, deps: Deps) {
  const [call, submission, organisation] = await Promise.all([
    deps.get(calls, state),
    deps.get(submissions, state),
    deps.get(organisations, state),
  ]);
  if (!call || !submission || !organisation || !state.proposal) throw new Error(`${state.applicationId} is incomplete`);
  const number = await deps.nextNumber('XM', yearOf(dayOf(now)));
  const { amountFen } = state.proposal;
  const { organisationName, title } = state;
  const parties = {
    foundationName: deps.foundationName,
    number,
    organisationName,
    uscc: organisation.state.uscc,
    title,
    amountFen,
    months: call.state.months,
  };
  const { content } = submission;
  const codes = [...new Set(content.services.lines.map(({ itemCode }) => itemCode))];
  const found = await Promise.all(codes.map((code) => deps.get(serviceItems, { code })));
  const items = found.flatMap((item) => (item ? [item.state] : []));
  return { call: call.state, text: agreementText(parties, call.state, content, items), amountFen, number };
}
