import { useMe } from '../client/me.ts';
import { signIn, signOut, useSession } from '../client/session.ts';
import { useCoreWords } from '../words/core.ts';
import { type AreaName, areas, areasFor, ownAreaPath } from './areas.ts';
import { Link } from './link.tsx';

/** The header's right end: sign in; or one's name, one's other areas and the way out. */
export function SessionTools({ area }: { readonly area: AreaName }) {
  const words = useCoreWords();
  const session = useSession();
  const me = useMe();
  if (session !== 'in') {
    return (
      <button
        type="button"
        className="hb-tool"
        onClick={() => void signIn(area === 'public' ? ownAreaPath : undefined)}
      >
        {words.session.signIn}
      </button>
    );
  }
  const roles = me.state === 'known' ? me.me.roles : undefined;
  return (
    <>
      {roles
        ? areasFor(roles)
            .filter((name) => name !== area)
            .map((name) => (
              <Link key={name} className="hb-tool" to={areas[name].prefix}>
                {words.nav[name]}
              </Link>
            ))
        : null}
      {me.state === 'known' ? (
        <span className="hb-who">
          <span className="hb-hidden">{words.session.signedInAs(me.me.name)}</span>
          <span aria-hidden="true">{me.me.name}</span>
        </span>
      ) : null}
      <button type="button" className="hb-tool" onClick={() => void signOut()}>
        {words.session.signOut}
      </button>
    </>
  );
}
