import { createRequire } from 'node:module';
import * as z from 'zod/mini';
import { checkMachine } from '#infra/local/states/check';
import type { Machine } from '#infra/machines/machine';

const Outcome = z.object({ isValid: z.boolean(), errorsText: z.custom<(separator: string) => string>() });
const Validate = z.custom<(definition: object, options: object) => unknown>((value) => typeof value === 'function');
// It is a CommonJS module without types, which writes defaults into what it is handed.
const validate = z.parse(Validate, createRequire(import.meta.url)('asl-validator'));

const plausible = { Partition: 'aws', TaskFunction: 'tasks' } as const;

/** A definition as it is deployed, with something in its holes. */
export function filled(machine: Machine, values: Readonly<Record<string, string>> = plausible): object {
  const text = JSON.stringify(machine).replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  const definition: object = JSON.parse(text);
  return definition;
}

/** What two validators, and what the local run, find wrong with a machine. */
export function checkMachineOf(name: string, machine: Machine): readonly string[] {
  const { isValid, errorsText } = z.parse(Outcome, validate(filled(machine), { checkPaths: true, checkArn: false }));
  return [
    ...(isValid ? [] : [`State machine ${name}: ${errorsText('; ')}.`]),
    ...checkMachine(name, filled(machine)),
    ...unfilled(machine).map((hole) => `State machine ${name}: nothing fills ${hole} when it is deployed.`),
  ];
}

const unfilled = (machine: Machine) =>
  [...JSON.stringify(filled(machine)).matchAll(/\$\{\w+\}/g)].map(([hole]) => hole);
