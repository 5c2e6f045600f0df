import type { Kind } from '#shared/domain/life-cycle';
import type { Caller, Guarded } from '#shared/domain/policy';
import { possible } from '#shared/domain/possible';
import type { Stored } from '#shared/table/aggregates';

/** A record as a screen gets it: its state, the version to give back in If-Match, and what this person may do now. */
export const view = <State extends Guarded>(caller: Caller, kind: Kind, { state, version }: Stored<State>) => ({
  state,
  version,
  may: possible(caller, kind, state),
});
