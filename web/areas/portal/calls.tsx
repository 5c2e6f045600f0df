import { publicRoutes } from '#shared/contracts/routes/public';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { Badge } from '../../design/badge.tsx';
import { LinkButton } from '../../design/button.tsx';
import { Card, Grid, Page, Stack } from '../../design/layout.tsx';
import { Period } from '../../design/period.tsx';
import { Empty } from '../../design/states.tsx';
import { DescriptionList } from '../../design/table.tsx';
import { pathTo } from '../../shell/address.ts';
import { now } from '../../words/clock.ts';
import { useFormat } from '../../words/format.ts';
import { useLanguage } from '../../words/language.ts';
import { portalScreens as at } from './screens.ts';
import { usePortalWords } from './words.ts';

type CallLine = Reply<typeof publicRoutes.calls>['items'][number];

function CallCard({ call }: { readonly call: CallLine }) {
  const words = usePortalWords().calls;
  const format = useFormat();
  const language = useLanguage();
  return (
    <Card title={call.name[language]}>
      <DescriptionList
        terms={[
          { label: words.window, value: <Period from={call.opensAt} until={call.closesAt} /> },
          { label: words.amount, value: `${format.money(call.floorFen)} – ${format.money(call.capFen)}` },
        ]}
      />
      <div className="portal-line-end">
        {call.open ? (
          <Badge tone={format.daysUntil(call.closesAt) <= 3 ? 'due' : 'active'}>
            {words.closes(format.deadline(call.closesAt), format.due(call.closesAt))}
          </Badge>
        ) : (
          <Badge>{call.phase === 'published' && call.opensAt > now() ? words.notYet : words.over}</Badge>
        )}
        <LinkButton {...(call.open ? { kind: 'primary' as const } : {})} to={pathTo(at.call.path, call)}>
          {call.open ? words.lookAndApply : words.look}
        </LinkButton>
      </div>
    </Card>
  );
}

export function Screen() {
  const words = usePortalWords();
  const read = useRead(publicRoutes.calls);
  return (
    <Page title={words.calls.title} lead={words.calls.lead}>
      <Loaded read={read}>
        {({ value }) => {
          const open = value.items.filter((call) => call.open);
          const others = value.items.filter((call) => !call.open);
          return (
            <Stack gap="wide">
              {open.length === 0 ? <Empty title={words.calls.none} note={words.calls.noneNote} /> : null}
              <Grid min="24rem">
                {open.map((call) => (
                  <CallCard key={call.callId} call={call} />
                ))}
              </Grid>
              {others.length > 0 ? (
                <Stack>
                  <h2>{words.calls.others}</h2>
                  <Grid min="24rem">
                    {others.map((call) => (
                      <CallCard key={call.callId} call={call} />
                    ))}
                  </Grid>
                </Stack>
              ) : null}
            </Stack>
          );
        }}
      </Loaded>
    </Page>
  );
}
