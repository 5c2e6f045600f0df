import { useSession } from '../../client/session.ts';
import { LinkButton } from '../../design/button.tsx';
import { Card, Grid } from '../../design/layout.tsx';
import { useCoreWords } from '../../words/core.ts';
import { publicWords } from '../../words/public.ts';
import { useWords } from '../../words/words.ts';
import { PublicPage } from './public-page.tsx';

const doors = ['portal', 'desk', 'console'] as const;

/** Where each kind of person goes in; whoever is in the wrong place is told so there. */
export function Screen() {
  const words = useWords(publicWords).enter;
  const { aside } = useCoreWords();
  const isSignedIn = useSession() === 'in';
  return (
    <PublicPage title={words.title} lead={words.lead}>
      <Grid>
        {doors.map((door) => (
          <Card key={door} title={words[door].title}>
            <p className="pub-who">{words[door].who}</p>
            <p>{words[door].text}</p>
            <div className="hb-row">
              <LinkButton
                {...(door === 'portal' ? { kind: 'primary' as const } : {})}
                to={isSignedIn ? `/${door}` : `/sign-in?to=/${door}`}
              >
                {isSignedIn ? words.open : words.signIn}
                <span className="hb-hidden">{aside(words[door].title)}</span>
              </LinkButton>
            </div>
          </Card>
        ))}
      </Grid>
      <div>
        <h2>{words.noAccount}</h2>
        <p>{words.noAccountWhy}</p>
      </div>
    </PublicPage>
  );
}
