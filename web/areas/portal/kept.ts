import { useState } from 'react';
import * as z from 'zod/mini';
import { useMe } from '../../client/me.ts';

const prefix = 'hubang.kept.';

/** Storage may be forbidden or full: then what was typed lives as long as the page. */
export function keep(key: string, value: unknown) {
  try {
    localStorage.setItem(prefix + key, JSON.stringify(value));
  } catch {
    // The page itself still has it.
  }
}

export function forget(key: string) {
  try {
    localStorage.removeItem(prefix + key);
  } catch {
    // There was nothing to forget.
  }
}

/** What was kept under this key, if it still has the shape that this page writes. */
export function kept<Schema extends z.ZodMiniType>(key: string, schema: Schema): z.output<Schema> | undefined {
  try {
    const text = localStorage.getItem(prefix + key);
    return text === null ? undefined : z.safeParse(schema, JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Two people may share one computer: each finds only their own words. */
export function useMyKey(what: string) {
  const me = useMe();
  return `${me.state === 'known' ? me.me.personId : 'nobody'}.${what}`;
}

/** A form that outlives a reload, a closed tab and an ended session, until `done` says that it was taken. */
export function useKeptForm<Schema extends z.ZodMiniType>(what: string, schema: Schema, empty: z.output<Schema>) {
  const key = useMyKey(what);
  const [form, setForm] = useState(() => kept(key, schema) ?? empty);
  const change = (next: z.output<Schema>) => {
    setForm(next);
    keep(key, next);
  };
  const done = () => {
    setForm(empty);
    forget(key);
  };
  return [form, change, done] as const;
}
