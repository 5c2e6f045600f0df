import * as z from 'zod/mini';
import type { Draft, SectionContent } from '#shared/contracts/routes/applications';
import { type SectionName, sections } from '#shared/domain/section';
import { issuesOfError } from '../../client/field-errors.ts';
import type { Issue } from '../../client/problem.ts';

export type Saved<Content> = { readonly content: Content; readonly version: number; readonly savedAt: string };

/** What of a form can be saved now, and what not yet. */
export type Reading<Content> = {
  /** Absent while something is in it that no version of the section could hold, such as a text that is too long. */
  readonly content: Content | undefined;
  readonly issues: readonly Issue[];
  /** Rows that are begun: they are kept on this device, and saved when they are whole. */
  readonly begun: readonly number[];
};

/**
 * How one section is typed: a form holds whatever was typed, its rows in the making too; the content is what the server
 * takes. `form` is a schema because forms are kept on the device and read back from there.
 */
export type SectionKind<Form, Content> = {
  readonly section: SectionName;
  readonly form: z.ZodMiniType<Form>;
  readonly empty: Form;
  readonly in: (draft: z.output<typeof Draft>) => Saved<Content> | undefined;
  readonly formOf: (content: Content) => Form;
  readonly read: (form: Form) => Reading<Content>;
  readonly body: (content: Content, version: number) => z.input<typeof SectionContent>;
};

export const newRowKey = () => crypto.randomUUID();

/** The whole rows, which rows are only begun, and what is wrong in them other than not being there yet. */
function readRows<Schema extends z.ZodMiniType>(
  schema: Schema,
  name: string,
  rows: readonly object[],
  isBlank: (index: number) => boolean,
) {
  const whole: z.output<Schema>[] = [];
  const begun: number[] = [];
  const issues: Issue[] = [];
  for (const [index, row] of rows.entries()) {
    const { data, error } = z.safeParse(schema, row);
    if (!error) whole.push(data);
    else if (!isBlank(index)) {
      begun.push(index);
      issues.push(...issuesOfError(error, row, [name, `${index}`]).filter(({ code }) => code !== 'missing'));
    }
  }
  return { whole, begun, issues };
}

function readWhole<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
  rows: { readonly begun: readonly number[]; readonly issues: readonly Issue[] } = { begun: [], issues: [] },
): Reading<z.output<Schema>> {
  const { data, error } = z.safeParse(schema, value);
  return { content: data, issues: [...rows.issues, ...(error ? issuesOfError(error, value) : [])], begun: rows.begun };
}

const text = z.string();
const number = z.optional(z.number());
type Of<Name extends SectionName> = z.output<(typeof sections)[Name]>;

const ProjectForm = z.object({ title: text, summary: text, startsOn: text, leader: text, leaderQualification: text });
export type ProjectForm = z.output<typeof ProjectForm>;
export const projectKind: SectionKind<ProjectForm, Of<'project'>> = {
  section: 'project',
  form: ProjectForm,
  empty: { title: '', summary: '', startsOn: '', leader: '', leaderQualification: '' },
  in: ({ project }) => project,
  formOf: (content) => ({ ...content, startsOn: content.startsOn ?? '' }),
  read: ({ startsOn, ...rest }) => readWhole(sections.project, startsOn === '' ? rest : { ...rest, startsOn }),
  body: (content, version) => ({ section: 'project', content, version }),
};

const NeedsForm = z.object({ needIds: z.array(text), evidence: text });
export type NeedsForm = z.output<typeof NeedsForm>;
export const needsKind: SectionKind<NeedsForm, Of<'needs'>> = {
  section: 'needs',
  form: NeedsForm,
  empty: { needIds: [], evidence: '' },
  in: ({ needs }) => needs,
  formOf: (content) => content,
  read: (form) => readWhole(sections.needs, form),
  body: (content, version) => ({ section: 'needs', content, version }),
};

const ServiceRow = z.object({
  key: text,
  itemCode: text,
  standardVersion: number,
  quantity: number,
  beneficiaries: number,
  unitPriceFen: number,
});
export type ServiceRow = z.output<typeof ServiceRow>;
const ServicesForm = z.object({ lines: z.array(ServiceRow), approach: text });
export type ServicesForm = z.output<typeof ServicesForm>;
const serviceLine = sections.services.def.shape.lines.def.element;
export const servicesKind: SectionKind<ServicesForm, Of<'services'>> = {
  section: 'services',
  form: ServicesForm,
  empty: { lines: [], approach: '' },
  in: ({ services }) => services,
  formOf: ({ lines, approach }) => ({ approach, lines: lines.map((line) => ({ ...line, key: newRowKey() })) }),
  read: ({ lines, approach }) => {
    const rows = lines.map(({ key, ...line }) => line);
    const isBlank = (index: number) =>
      Object.values(rows[index] ?? {}).every((value) => value === '' || value === undefined);
    const read = readRows(serviceLine, 'lines', rows, isBlank);
    return readWhole(sections.services, { lines: read.whole, approach }, read);
  },
  body: (content, version) => ({ section: 'services', content, version }),
};

const BudgetRow = z.object({ key: text, heading: text, note: text, amountFen: number });
export type BudgetRow = z.output<typeof BudgetRow>;
const BudgetForm = z.object({ lines: z.array(BudgetRow), matchingFen: number });
export type BudgetForm = z.output<typeof BudgetForm>;
const budgetLine = sections.budget.def.shape.lines.def.element;
export const budgetKind: SectionKind<BudgetForm, Of<'budget'>> = {
  section: 'budget',
  form: BudgetForm,
  empty: { lines: [], matchingFen: 0 },
  in: ({ budget }) => budget,
  formOf: ({ lines, matchingFen }) => ({ matchingFen, lines: lines.map((line) => ({ ...line, key: newRowKey() })) }),
  read: ({ lines, matchingFen }) => {
    const rows = lines.map(({ key, ...line }) => line);
    const isBlank = (index: number) =>
      Object.values(rows[index] ?? {}).every((value) => value === '' || value === undefined);
    const read = readRows(budgetLine, 'lines', rows, isBlank);
    return readWhole(sections.budget, { lines: read.whole, matchingFen: matchingFen ?? 0 }, read);
  },
  body: (content, version) => ({ section: 'budget', content, version }),
};

const GoalRow = z.object({ key: text, goal: text, baseline: text, target: text, method: text });
export type GoalRow = z.output<typeof GoalRow>;
const OutcomesForm = z.object({ goals: z.array(GoalRow), sustainability: text });
export type OutcomesForm = z.output<typeof OutcomesForm>;
const goalLine = sections.outcomes.def.shape.goals.def.element;
export const outcomesKind: SectionKind<OutcomesForm, Of<'outcomes'>> = {
  section: 'outcomes',
  form: OutcomesForm,
  empty: { goals: [], sustainability: '' },
  in: ({ outcomes }) => outcomes,
  formOf: ({ goals, sustainability }) => ({
    sustainability,
    goals: goals.map((line) => ({ ...line, key: newRowKey() })),
  }),
  read: ({ goals, sustainability }) => {
    const rows = goals.map(({ key, ...line }) => line);
    const isBlank = (index: number) => Object.values(rows[index] ?? {}).every((value) => value.trim() === '');
    const read = readRows(goalLine, 'goals', rows, isBlank);
    return readWhole(sections.outcomes, { goals: read.whole, sustainability }, read);
  },
  body: (content, version) => ({ section: 'outcomes', content, version }),
};

const DeclarationsForm = z.object({
  noMisconduct: z.boolean(),
  noConflict: z.boolean(),
  personalData: z.boolean(),
  accurate: z.boolean(),
});
export type DeclarationsForm = z.output<typeof DeclarationsForm>;
export const declarationsKind: SectionKind<DeclarationsForm, Of<'declarations'>> = {
  section: 'declarations',
  form: DeclarationsForm,
  empty: { noMisconduct: false, noConflict: false, personalData: false, accurate: false },
  in: ({ declarations }) => declarations,
  formOf: (content) => content,
  read: (form) => readWhole(sections.declarations, form),
  body: (content, version) => ({ section: 'declarations', content, version }),
};
