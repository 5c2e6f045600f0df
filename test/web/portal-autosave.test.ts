import { beforeEach, describe, expect, it } from 'vitest';
import {
  type Attempt,
  type Autosave,
  createAutosave,
  type SaveOutcome,
  type SaveState,
} from '../../web/areas/portal/autosave.ts';
import { portalScreens } from '../../web/areas/portal/screens.ts';
import { budgetKind, newRowKey, projectKind, servicesKind } from '../../web/areas/portal/section-kinds.ts';
import type { Problem } from '../../web/client/problem.ts';
import { matchPath } from '../../web/shell/address.ts';

const at = '2026-03-01T06:03:00.000Z';
const noNetwork: Problem = { code: 'client.network', status: 0, title: '', details: undefined };

let sent: Attempt<string>[];
let answers: SaveOutcome<string>[];
let states: SaveState<string>[];
let acknowledged: [number, boolean][];
let waiting: { readonly run: () => void; readonly ms: number }[];
let keys: number;
let saver: Autosave<string>;

/** Lets all that is due run, and the answers come in. */
async function passes() {
  const due = waiting;
  waiting = [];
  for (const { run } of due) run();
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}
const state = () => states.at(-1)?.kind;

beforeEach(() => {
  [sent, answers, states, acknowledged, waiting, keys] = [[], [], [], [], [], 0];
  saver = createAutosave<string>(
    {
      send: async (attempt) => {
        sent.push(attempt);
        return answers.shift() ?? { kind: 'saved', version: attempt.version + 1, savedAt: at };
      },
      show: (next) => states.push(next),
      saved: (version, isAll) => acknowledged.push([version, isAll]),
      isSame: (a, b) => a === b,
      newKey: () => `key-${++keys}`,
      later: (run, ms) => {
        const entry = { run, ms };
        waiting.push(entry);
        return () => {
          waiting = waiting.filter((other) => other !== entry);
        };
      },
    },
    { version: 4 },
  );
});

describe('saving while typing', () => {
  it('waits for a pause, sends the last words once, and builds the next upon the version it got', async () => {
    saver.change('a');
    saver.change('ab');
    expect(state()).toBe('typing');
    await passes();
    expect(sent).toEqual([{ content: 'ab', version: 4, key: 'key-1' }]);
    expect(state()).toBe('saved');
    saver.change('abc');
    await passes();
    expect(sent[1]).toEqual({ content: 'abc', version: 5, key: 'key-2' });
  });

  it('repeats an attempt whose answer was lost with the same key, and only then sends what was typed since', async () => {
    answers = [{ kind: 'lost', problem: noNetwork }];
    saver.change('a');
    await passes();
    expect(state()).toBe('lost');
    saver.change('ab');
    expect(state()).toBe('lost');
    await passes();
    expect(sent[1]).toEqual({ content: 'a', version: 4, key: 'key-1' });
    expect(acknowledged).toEqual([[5, false]]);
    await passes();
    expect(sent[2]).toEqual({ content: 'ab', version: 5, key: 'key-2' });
    expect(acknowledged.at(-1)).toEqual([6, true]);
  });

  it('tries again ever more slowly, at most a minute apart', async () => {
    answers = Array.from({ length: 8 }, () => ({ kind: 'lost', problem: noNetwork }) as const);
    saver.change('a');
    const pauses: number[] = [];
    for (let round = 0; round < 8; round++) {
      await passes();
      pauses.push(waiting[0]?.ms ?? 0);
    }
    expect(pauses).toEqual([3000, 6000, 12_000, 24_000, 48_000, 60_000, 60_000, 60_000]);
  });

  it('sends nothing over what somebody else has saved, until one was chosen', async () => {
    answers = [{ kind: 'stale', theirs: { content: 'theirs', version: 9, savedAt: at } }];
    saver.change('mine');
    await passes();
    saver.change('mine!');
    saver.flush();
    await passes();
    expect(sent).toHaveLength(1);
    expect(state()).toBe('stale');
    saver.keepMine();
    await passes();
    expect(sent[1]).toMatchObject({ content: 'mine!', version: 9 });
  });

  it('takes the other version without sending, and types on upon it', async () => {
    answers = [{ kind: 'stale', theirs: { content: 'theirs', version: 9, savedAt: at } }];
    saver.change('mine');
    await passes();
    saver.takeTheirs();
    await passes();
    expect(sent).toHaveLength(1);
    saver.change('theirs!');
    await passes();
    expect(sent[1]).toMatchObject({ content: 'theirs!', version: 9 });
  });

  it('a conflict with one’s own words, whose answer was lost with an earlier page, is none', async () => {
    answers = [{ kind: 'stale', theirs: { content: 'mine', version: 5, savedAt: at } }];
    saver.change('mine');
    await passes();
    expect(state()).toBe('saved');
    expect(acknowledged).toEqual([[5, true]]);
  });

  it('leaving sends at once what waits', async () => {
    saver.change('last words');
    saver.leave();
    await passes();
    expect(sent).toMatchObject([{ content: 'last words' }]);
  });
});

describe('forms of sections', () => {
  it('go to the server and come back as they were', () => {
    const row = { key: newRowKey(), heading: 'staff', note: '2 人', amountFen: 100 };
    const { content } = budgetKind.read({ lines: [row], matchingFen: 5 });
    expect(content && budgetKind.formOf(content)).toMatchObject({
      lines: [{ heading: 'staff', note: '2 人', amountFen: 100 }],
      matchingFen: 5,
    });
  });

  it('a row in the making holds nothing else up, and is not complained about', () => {
    const whole = {
      key: 'a',
      itemCode: 'CARE-01',
      standardVersion: 1,
      quantity: 2,
      beneficiaries: 1,
      unitPriceFen: 100,
    };
    const read = servicesKind.read({
      lines: [{ key: 'b', itemCode: 'CARE-02' }, whole, { key: 'c', itemCode: '' }],
      approach: '每周',
    });
    expect(read.content?.lines).toHaveLength(1);
    expect(read.begun).toEqual([0]);
    expect(read.issues).toEqual([]);
  });

  it('a text that is too long is refused at its field and not cut', () => {
    const read = projectKind.read({ ...projectKind.empty, title: '长'.repeat(81) });
    expect(read.content).toBeUndefined();
    expect(read.issues).toEqual([
      { path: 'body.title', code: 'too_big', allowed: { of: 'string', is: 'most', bound: 80 } },
    ]);
  });
});

it('no two screens of the portal answer to one address', () => {
  for (const { path } of Object.values(portalScreens)) {
    const sample = path.replaceAll(/\{\w+\}/g, 'x');
    const matching = Object.values(portalScreens).filter((other) => matchPath(other.path, sample));
    expect(matching.map((other) => other.path)).toEqual([path]);
  }
});
