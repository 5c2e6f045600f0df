import * as z from 'zod/mini';
import { SectionName } from '#shared/domain/section';
import { LinkButton } from '../../design/button.tsx';
import { Card, Row, Stack } from '../../design/layout.tsx';
import { NextStep, type Task, TaskList } from '../../design/record.tsx';
import { pathTo } from '../../shell/address.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useFormat } from '../../words/format.ts';
import { kept, useMyKey } from './kept.ts';
import { proposalOf } from './proposal.tsx';
import { portalScreens as at } from './screens.ts';
import type { SectionProps } from './section-frame.tsx';
import { Withdraw } from './withdraw.tsx';
import { useApplicationWords } from './words.ts';

/** Names of what is missing in a section, in the order of its form. */
export function useMissingWords() {
  const words = useApplicationWords();
  const fields: Readonly<Record<string, string>> = {
    'project.title': words.project.title,
    'project.summary': words.project.summary,
    'project.startsOn': words.project.startsOn,
    'project.leader': words.project.leader,
    'needs.needIds': words.needs.cited,
    'needs.evidence': words.needs.evidence,
    'services.lines': words.services.lines,
    'services.approach': words.services.approach,
    'budget.lines': words.budget.lines,
    'outcomes.goals': words.outcomes.goals,
    'declarations.noMisconduct': words.declarations.noMisconduct,
    'declarations.noConflict': words.declarations.noConflict,
    'declarations.personalData': words.declarations.personalData,
    'declarations.accurate': words.declarations.accurate,
    proposal: words.upload.proposal,
  };
  return (path: string) => fields[path];
}

const stateOf = (isWhole: boolean, isBegun: boolean): Task['state'] => {
  if (isWhole) return 'done';
  return isBegun ? 'in-progress' : 'not-started';
};

/** How far each section is, from what is saved and what is still missing. */
function useTasks({ application }: SectionProps): readonly Task[] {
  const words = useApplicationWords();
  const names = useDomainWords().section;
  const nameOf = useMissingWords();
  const format = useFormat();
  const { draft, missing, documents, state } = application;
  const { applicationId } = state;
  const mine = useMyKey(applicationId);
  const sections = SectionName.options.map((section): Task => {
    const saved = draft[section];
    const lacks = missing.filter((path) => path.startsWith(`${section}.`)).map((path) => nameOf(path) ?? path);
    const isHereOnly = kept(`${mine}.${section}`, z.unknown()) !== undefined;
    const lines = [
      ...(isHereOnly ? [words.tasks.hereOnly] : []),
      ...(saved && lacks.length > 0 ? [words.tasks.missing(lacks.join(words.tasks.comma))] : []),
      ...(saved ? [words.tasks.savedAt(format.dateTime(saved.savedAt))] : []),
    ];
    const isWhole = saved && lacks.length === 0 && !isHereOnly;
    const isBegun = saved || isHereOnly;
    return {
      id: section,
      label: names[section],
      to: pathTo(at.section.path, { applicationId, section }),
      state: stateOf(Boolean(isWhole), Boolean(isBegun)),
      hint: lines.join(' · '),
    };
  });
  const proposal = proposalOf(documents);
  const states = { clean: 'done', refused: 'refused', awaitingUpload: 'in-progress' } as const;
  return [
    ...sections,
    {
      id: 'proposal',
      label: words.tasks.proposal,
      to: pathTo(at.proposal.path, { applicationId }),
      state: proposal ? states[proposal.phase] : 'not-started',
      hint: proposal?.name ?? words.tasks.proposalHint,
    },
  ];
}

export function ApplicationTasks({ application, call }: SectionProps) {
  const words = useApplicationWords().tasks;
  const tasks = useTasks({ application, call });
  const left = tasks.filter(({ state }) => state !== 'done').length;
  const { applicationId } = application.state;
  const check = pathTo(at.check.path, { applicationId });
  return (
    <Stack>
      {call.open ? (
        <NextStep
          what={left > 0 ? words.finish(left) : words.checkAndSubmit}
          due={call.closesAt}
          note={words.whatThen(call.rules.admissionWorkingDays)}
          action={
            left > 0 ? null : (
              <LinkButton kind="primary" to={check}>
                {words.check}
              </LinkButton>
            )
          }
        />
      ) : (
        <NextStep what={words.closed} who={words.nobody} note={words.closedNote} />
      )}
      <Card title={words.list}>
        <TaskList tasks={tasks} />
        <p className="hb-hint">{words.autosave}</p>
        <Row>
          {left > 0 ? <LinkButton to={check}>{words.check}</LinkButton> : null}
          <Withdraw application={application} />
        </Row>
      </Card>
    </Stack>
  );
}
