import * as z from 'zod/mini';
import { NeedId } from '#shared/kernel/ids';
import { GivenDay } from '#shared/kernel/instant';
import { Fen } from '#shared/kernel/money';
import { OptionalText, Text } from '#shared/kernel/text';
import { ItemCode } from './reference.ts';

const line = (
  name: 'beneficiaryServices' | 'staff' | 'volunteers' | 'venueTransport' | 'publicity' | 'administration' | 'tax',
) => name;
/** Budget headings (rules 5.2, composed). */
export const BudgetHeading = z.enum([
  line('beneficiaryServices'),
  line('staff'),
  line('volunteers'),
  line('venueTransport'),
  line('publicity'),
  line('administration'),
  line('tax'),
]);

/**
 * The sections of an application, each saved by itself while it is typed, so everything may still be missing; what has
 * to be there at submission says `completeSections`.
 */
export const sections = {
  project: z.strictObject({
    title: OptionalText(80),
    summary: OptionalText(2000),
    startsOn: z.optional(GivenDay),
    leader: OptionalText(40),
    leaderQualification: OptionalText(120),
  }),
  needs: z.strictObject({
    needIds: z.array(NeedId).check(z.maxLength(100)),
    evidence: OptionalText(2000),
  }),
  services: z.strictObject({
    lines: z
      .array(
        z.strictObject({
          itemCode: ItemCode,
          standardVersion: z.int().check(z.gte(1), z.lte(999_999)),
          quantity: z.int().check(z.gte(1), z.lte(100_000)),
          beneficiaries: z.int().check(z.gte(1), z.lte(100_000)),
          unitPriceFen: Fen,
        }),
      )
      .check(z.maxLength(40)),
    approach: OptionalText(4000),
  }),
  budget: z.strictObject({
    lines: z.array(z.strictObject({ heading: BudgetHeading, note: OptionalText(200), amountFen: Fen })).check(
      z.maxLength(40),
      // What they add up to is the amount that is asked for.
      z.refine((lines) => Fen.safeParse(lines.reduce((sum, { amountFen }) => sum + amountFen, 0)).success, 'sum'),
    ),
    matchingFen: Fen,
  }),
  outcomes: z.strictObject({
    goals: z
      .array(
        z.strictObject({ goal: Text(200), baseline: OptionalText(120), target: Text(120), method: OptionalText(200) }),
      )
      .check(z.maxLength(12)),
    sustainability: OptionalText(2000),
  }),
  declarations: z.strictObject({
    noMisconduct: z.boolean(),
    noConflict: z.boolean(),
    personalData: z.boolean(),
    accurate: z.boolean(),
  }),
} as const;

export const SectionName = z.enum(['project', 'needs', 'services', 'budget', 'outcomes', 'declarations']);
export type SectionName = z.output<typeof SectionName>;
/** A whole application as it was handed in: nothing is missing any more. */
export const Content = z.strictObject(sections);
export type Content = z.output<typeof Content>;
export type Sections = { readonly [Name in SectionName]?: z.output<(typeof sections)[Name]> };

export const sumFen = (amounts: readonly number[]) => Fen.parse(amounts.reduce((sum, fen) => sum + fen, 0));

const gaps: { readonly [Name in SectionName]: (section: NonNullable<Sections[Name]>) => readonly string[] } = {
  project: ({ title, summary, startsOn, leader }) => [
    ...(title ? [] : ['title']),
    ...(summary ? [] : ['summary']),
    ...(startsOn ? [] : ['startsOn']),
    ...(leader ? [] : ['leader']),
  ],
  needs: ({ needIds, evidence }) => [...(needIds.length > 0 ? [] : ['needIds']), ...(evidence ? [] : ['evidence'])],
  services: ({ lines, approach }) => [...(lines.length > 0 ? [] : ['lines']), ...(approach ? [] : ['approach'])],
  budget: ({ lines }) => (lines.length > 0 ? [] : ['lines']),
  outcomes: ({ goals }) => (goals.length > 0 ? [] : ['goals']),
  declarations: (section) =>
    Object.entries(section)
      .filter(([, agreed]) => !agreed)
      .map(([name]) => name),
};

const missingOf = <Name extends SectionName>(name: Name, section: Sections[Name]) =>
  section === undefined ? [name] : gaps[name](section).map((field) => `${name}.${field}`);

/** What is still missing before it can be handed in, as paths such as `budget.lines`; `proposal` is the uploaded PDF. */
export function missingFrom(content: Sections, hasProposal: boolean) {
  const fields = SectionName.options.flatMap((name) => missingOf(name, content[name]));
  return hasProposal ? fields : [...fields, 'proposal'];
}

/** What is still missing in one section that was begun, as paths such as `budget.lines`. */
export const missingIn = (name: SectionName, content: Sections) =>
  missingFrom(content, true).filter((path) => path.startsWith(`${name}.`));
