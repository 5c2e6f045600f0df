import { inboxRoutes } from '#shared/contracts/routes/inbox';
import { Task } from '#shared/domain/task';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { Badge } from '../../design/badge.tsx';
import { Card, Page, Stack } from '../../design/layout.tsx';
import { Link } from '../../shell/link.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { useConsoleWords } from './console-nav.ts';
import { Due } from './due.tsx';
import { Overview } from './overview.tsx';
import { pathOfRecord } from './record-path.ts';

type Item = Reply<typeof inboxRoutes.inbox>['items'][number];

function TaskGroup({ task, items }: { readonly task: Item['task']; readonly items: readonly Item[] }) {
  const domain = useDomainWords();
  return (
    <Card title={domain.task[task]} actions={<Badge tone="due">{items.length}</Badge>}>
      <ul className="hc-inbox">
        {items.map(({ record, title, subtitle, call, district, dueAt }) => (
          <li key={record}>
            <div>
              <Link to={pathOfRecord(record, district)}>{title}</Link>
              <span className="hc-sub">{call ? `${subtitle} · ${call.zh}` : subtitle}</span>
            </div>
            {dueAt ? <Due at={dueAt} /> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What waits for this person, the most urgent kind of task first. */
export function Screen() {
  const words = useConsoleWords().inbox;
  const format = useFormat();
  const inbox = useRead(inboxRoutes.inbox);
  return (
    <Page title={words.title} lead={words.lead}>
      <Loaded read={inbox}>
        {({ value: { items, now } }) => {
          const late = items.filter(({ dueAt }) => dueAt !== undefined && format.daysUntil(dueAt, now) < 0);
          // The items come soonest first: a task stands where its first item does.
          const tasks = [...new Set(items.map(({ task }) => task))];
          if (items.length === 0) return <Overview />;
          return (
            <Stack>
              <p role="status">{words.count(items.length, late.length)}</p>
              {tasks.map((task) => (
                <TaskGroup key={task} task={Task.parse(task)} items={items.filter((item) => item.task === task)} />
              ))}
            </Stack>
          );
        }}
      </Loaded>
    </Page>
  );
}
