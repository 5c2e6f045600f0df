import * as z from 'zod/mini';
import { stateDirOf } from '#infra/local/run-file';
import { askRun, stop } from './ask-run.ts';

const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const usage = 'npm run clock -- show | +30d | +2h | +15m';

/** Milliseconds of `+30d` or `+1d12h`; undefined for what is no such thing. */
export function durationOf(text: string): number | undefined {
  if (!/^\+(\d+[smhdw])+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+)([smhdw])/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitsMs[unit ?? ''] ?? 0), 0);
}

const Time = z.object({ now: z.number(), offsetMs: z.number() });

const shown = (answer: unknown) => {
  const { now, offsetMs } = z.parse(Time, answer);
  const local = new Date(now).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });
  const days = (offsetMs / 86_400_000).toFixed(2);
  return `${local} (Asia/Shanghai), ${offsetMs === 0 ? 'real time' : `${days} days from real time`}`;
};

async function main([word = 'show']: readonly string[]) {
  const stateDir = stateDirOf(process.env);
  if (word === 'show') return console.log(shown(await askRun(stateDir, 'GET', '/clock')));
  const ms = durationOf(word);
  if (ms === undefined) return stop(`${word} is no duration. ${usage}`);
  console.log(shown(await askRun(stateDir, 'POST', '/clock', { ms })));
}

if (import.meta.main) await main(process.argv.slice(2));
