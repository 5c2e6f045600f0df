import { type Kind, lifeCycle } from './life-cycle.ts';
import { type Caller, type Guarded, may, type Permission } from './policy.ts';

/** Which commands of the life cycle each permission gives. A permission that is not here gives none, only a view. */
const commandsOf: { readonly [K in Kind]?: { readonly [P in Permission]?: readonly string[] } } = {
  person: { 'person.changeRoles': ['changeRoles'] },
  organisation: { 'organisation.setAccount': ['setAccount'] },
  need: { 'need.publish': ['publish'], 'need.close': ['close'] },
  serviceItem: { 'serviceItem.revise': ['revise'] },
  fund: { 'fund.receive': ['receive'] },
  call: { 'call.amend': ['amend'], 'call.publish': ['publish'], 'call.close': ['close'] },
  application: {
    'application.edit': ['submit'],
    'application.submit': ['submit'],
    'application.withdraw': ['withdraw'],
    'application.admit': ['admit'],
    'application.assign': ['assign'],
    'application.propose': ['propose'],
    'application.confirm': ['confirmAward', 'confirmDecline'],
    'application.cancelNotice': ['cancelNotice'],
    'application.restart': ['restart'],
  },
  review: { 'review.accept': ['accept'], 'review.recuse': ['recuse'], 'review.submit': ['submit'] },
  award: {
    'award.signAsGrantee': ['signAsGrantee'],
    'award.signAsFoundation': ['signAsFoundation'],
    'award.terminate': ['terminate'],
    'award.restart': ['restart'],
  },
  instalment: {
    'instalment.prepare': ['prepare'],
    'instalment.approve': ['approveFirst', 'approveSecond'],
    'instalment.sendBack': ['sendBack'],
    'instalment.execute': ['execute'],
    'instalment.confirm': ['confirm'],
    'instalment.restart': ['restart'],
  },
  serviceRecord: { 'serviceRecord.correct': ['correct'] },
  evaluation: {
    'evaluation.report': ['report'],
    'evaluation.assign': ['assign'],
    'evaluation.submit': ['submit'],
    'evaluation.confirm': ['confirm'],
  },
};

/** What this person may do with this record now: the screens show a button for each, and for nothing else. */
export function possible(caller: Caller, kind: Kind, record: Guarded): Permission[] {
  const phases: Readonly<Record<string, object>> = lifeCycle[kind];
  const now = phases[record.phase] ?? {};
  const given = Object.entries(commandsOf[kind] ?? {});
  const open = given.filter(([, commands]) => commands.some((command) => command in now));
  return open.map(([permission]) => permission).filter((permission): permission is Permission => isAllowed(permission));

  function isAllowed(permission: string) {
    return isPermission(permission) && may(caller, permission, record);
  }
}

const isPermission = (text: string): text is Permission => text.includes('.');
