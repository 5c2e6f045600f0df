import { put, still } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import type { Reader } from '#functions/adapters/reader';
import { sections, standards } from '#functions/adapters/rows';
import type { Action, Request } from '#functions/runtime/action';
import type { applicationsRoutes } from '#shared/contracts/routes/applications';
import { guard } from '#shared/domain/life-cycle';
import { missingIn } from '#shared/domain/section';
import { fail, ok } from '#shared/kernel/result';
import { applications, calls } from '#shared/table/aggregates';

type Route = typeof applicationsRoutes.saveSection;
type Deps = Reader & Committer;

/** A draft is no fact yet, so saving one writes no event; but it never writes over what somebody else has saved. */
export const saveSection: Action<Route, Deps> = async (request, deps) => {
  const { params, body, authority, once, now } = request;
  if (params.section !== body.section)
    return fail({ code: 'request.invalid', details: { issues: [{ path: 'body.section', code: 'path' }] } });
  // Asked for together, one round trip less while somebody types; nothing of it is told before the policy has spoken.
  const [application, saved] = await Promise.all([
    deps.load(authority, applications, params),
    deps.get(sections, params),
  ]);
  if (!application.ok) return application;
  const { state } = application.value;
  const editable = guard('application', state.phase, 'rename');
  if (!editable.ok) return editable;
  const offered = await itemsOffered(request, state.callId, deps);
  if (!offered.ok) return offered;

  const before = saved?.version ?? 0;
  if (before !== body.version) return stale(before);
  const version = body.version + 1;
  const row = { section: body.section, content: body.content, version, savedAt: now };
  const seen = body.version === 0 ? 'attribute_not_exists(pk)' : 'version = :version';
  const values = body.version === 0 ? undefined : { ':version': body.version };
  const missing = missingIn(body.section, { [body.section]: body.content });
  const committed = await deps.commit({
    changes: [
      [put(sections.item(params, row), 'record.stale', seen, values), still(applications, params, application.value)],
    ],
    once,
    reply: { version, savedAt: now, missing },
  });
  if (committed.ok || committed.error.code !== 'record.stale') return committed;
  return stale((await deps.get(sections, params))?.version ?? 0);
};

const stale = (version: number) => fail({ code: 'application.section-stale', details: { version } });

/** Its services are the call's, each by a version of its standard that was published. */
async function itemsOffered(
  { body }: Request<Route>,
  callId: Parameters<typeof calls.key>[0]['callId'],
  { get, getMany }: Reader,
) {
  if (body.section !== 'services') return ok(undefined);
  const lines = body.content.lines.map(({ itemCode: code, standardVersion }) => ({ code, standardVersion }));
  const [call, published] = await Promise.all([get(calls, { callId }), getMany(standards, lines)]);
  const stranger = lines.find(({ code }) => !call?.state.items.includes(code));
  if (stranger) return fail({ code: 'application.item-not-in-call', details: { code: stranger.code } });
  const unknown = lines.find(
    (line) => !published.some((row) => row.code === line.code && row.standardVersion === line.standardVersion),
  );
  return unknown ? fail({ code: 'application.standard-unknown', details: unknown }) : ok(undefined);
}
