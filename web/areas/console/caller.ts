import { type Caller, mayTry, type Permission } from '#shared/domain/policy';
import { useMe } from '../../client/me.ts';

/** Who is at the screen, as the policy sees them. Inside the gate somebody always is. */
export function useCaller(): Caller | undefined {
  const me = useMe();
  if (me.state !== 'known') return undefined;
  const { personId, organisationId, roles } = me.me;
  return { personId, organisationId, roles };
}

/** For what stands before any record, such as drafting a call; where there is a record, its own `may` decides. */
export function useMayTry(permission: Permission) {
  const caller = useCaller();
  return caller !== undefined && mayTry(caller, permission);
}
