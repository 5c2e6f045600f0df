import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import * as z from 'zod/mini';
import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { missingIn } from '#shared/domain/section';
import type { Reply } from '../../client/api.ts';
import { call, callWithKey } from '../../client/call.ts';
import { type FieldErrors, fieldErrorsOf } from '../../client/field-errors.ts';
import type { Problem } from '../../client/problem.ts';
import { useAddress } from '../../shell/address.ts';
import { useCoreWords } from '../../words/core.ts';
import { type Attempt, createAutosave, type SaveOutcome, type SaveState } from './autosave.ts';
import { forget, keep, kept, useMyKey } from './kept.ts';
import type { Reading, SectionKind } from './section-kinds.ts';

export type ApplicationRead = Reply<typeof applicationsRoutes.read>;

export type SectionEdit<Form, Content> = {
  readonly form: Form;
  readonly change: (form: Form) => void;
  readonly state: SaveState<Content>;
  readonly reading: Reading<Content>;
  /** Words at fields: what cannot be saved as it is; and, when asked for in the address, what is missing. */
  readonly errors: FieldErrors;
  /** Rises when the whole form was exchanged, so that its fields begin anew. */
  readonly edition: number;
  /** Which of the two versions was not chosen: it stays to be read and copied from. */
  readonly setAside: Content | undefined;
  readonly keepMine: () => void;
  readonly takeTheirs: () => void;
  readonly flush: () => void;
};

const isOpen = ({ status, code }: Problem) =>
  status === 0 || status === 429 || status >= 500 || code === 'request.running' || code === 'record.busy';

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const later = (run: () => void, ms: number) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

const Here = <Form>(form: z.ZodMiniType<Form>) => z.object({ form, version: z.int() });

/** Where typing begins: with what the device still keeps, if the server has not got it. */
function beginning<Form, Content>(kind: SectionKind<Form, Content>, application: ApplicationRead, key: string) {
  const saved = kind.in(application.draft);
  const stored = saved ? kind.formOf(saved.content) : kind.empty;
  const version = saved?.version ?? 0;
  const here = kept(key, Here(kind.form));
  const [mine, theirs] = [here && kind.read(here.form), kind.read(stored)];
  if (!here || isSame(mine, theirs)) return { form: stored, version, saved, unsent: undefined };
  if (isSame(mine?.content, theirs.content)) return { form: here.form, version, saved, unsent: undefined };
  return { form: here.form, version: here.version, saved, unsent: mine?.content };
}

function createSaver<Form, Content>(
  kind: SectionKind<Form, Content>,
  { applicationId }: ApplicationRead['state'],
  start: { readonly version: number; readonly savedAt: string | undefined },
  told: {
    readonly show: (state: SaveState<Content>) => void;
    readonly saved: (version: number, isAll: boolean) => void;
  },
) {
  const latest = async (): Promise<SaveOutcome<Content>> => {
    const result = await call(applicationsRoutes.read, { params: { applicationId } });
    if (!result.ok) return { kind: 'lost', problem: result.problem };
    const theirs = kind.in(result.value.draft);
    const content = theirs && kind.read(kind.formOf(theirs.content)).content;
    if (!theirs || content === undefined) throw new Error('a section that is stale has been saved by somebody');
    return { kind: 'stale', theirs: { ...theirs, content } };
  };
  const send = async ({ content, version, key }: Attempt<Content>): Promise<SaveOutcome<Content>> => {
    const params = { applicationId, section: kind.section };
    const result = await callWithKey(applicationsRoutes.saveSection, key, {
      params,
      body: kind.body(content, version),
    });
    if (result.ok) return { kind: 'saved', ...result.value };
    if (result.problem.code === 'application.section-stale') return latest();
    return { kind: isOpen(result.problem) ? 'lost' : 'refused', problem: result.problem };
  };
  return createAutosave<Content>({ send, ...told, isSame, newKey: () => crypto.randomUUID(), later }, start);
}

/** Typing into one section: each change lies on this device at once and with the server a moment later. */
export function useSection<Form, Content>(
  kind: SectionKind<Form, Content>,
  application: ApplicationRead,
): SectionEdit<Form, Content> {
  const key = useMyKey(`${application.state.applicationId}.${kind.section}`);
  const words = useCoreWords().issues;
  const queries = useQueryClient();
  const showsMissing = useAddress().query.get('show') === 'missing';
  const [begin] = useState(() => beginning(kind, application, key));
  const [form, setForm] = useState(begin.form);
  const [edition, setEdition] = useState(0);
  const [setAside, putAside] = useState<Content>();
  const [state, show] = useState<SaveState<Content>>(() =>
    begin.saved ? { kind: 'saved', at: begin.saved.savedAt } : { kind: 'untouched' },
  );
  const [saver] = useState(() => {
    const saved = (version: number, isAll: boolean) => {
      const here = kept(key, Here(kind.form));
      if (here && isAll && kind.read(here.form).begun.length === 0) forget(key);
      else if (here) keep(key, { form: here.form, version });
      void queries.invalidateQueries({ queryKey: [`GET ${applicationsRoutes.read.path}`] });
    };
    const start = { version: begin.version, savedAt: begin.saved?.savedAt };
    return createSaver(kind, application.state, start, { show, saved });
  });

  useEffect(() => {
    saver.resume();
    if (begin.unsent !== undefined) saver.change(begin.unsent);
    const hide = () => {
      if (document.visibilityState === 'hidden') saver.flush();
    };
    addEventListener('online', saver.flush);
    document.addEventListener('visibilitychange', hide);
    return () => {
      saver.leave();
      removeEventListener('online', saver.flush);
      document.removeEventListener('visibilitychange', hide);
    };
  }, [saver, begin]);

  const reading = kind.read(form);
  const change = (next: Form) => {
    setForm(next);
    keep(key, { form: next, version: saver.version() });
    const { content } = kind.read(next);
    if (content === undefined) saver.hold();
    else saver.change(content);
  };
  const { section } = kind;
  const missing = reading.content && showsMissing ? missingIn(section, { [section]: reading.content }) : [];
  const missingHere = missing.map((path) => ({ path: path.slice(section.length + 1), code: 'missing' }));
  return {
    ...{ form, change, state, reading, edition, setAside },
    errors: fieldErrorsOf([...reading.issues, ...missingHere], words),
    keepMine() {
      if (state.kind === 'stale') putAside(state.theirs.content);
      saver.keepMine();
    },
    takeTheirs() {
      if (state.kind !== 'stale') return;
      putAside(reading.content);
      setForm(kind.formOf(state.theirs.content));
      setEdition(edition + 1);
      forget(key);
      saver.takeTheirs();
    },
    flush: saver.flush,
  };
}
