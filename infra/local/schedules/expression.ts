import { Cron, type CronOptions } from 'croner';

/** The first run after `after`, or undefined when there is none. `anchorAt` is when the schedule began to count. */
export type NextRun = (after: number, anchorAt: number) => number | undefined;

const unitsMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Zones that are the same distance from UTC all year: looking them up in the calendar would take longer than the rest of a run. */
const steadyOffsetMinutes: Readonly<Record<string, number>> = { UTC: 0, 'Asia/Shanghai': 480 };

/** Reads `rate(...)`, `cron(...)` or `at(...)` in AWS's own notation; throws for what AWS would not take. */
export function compileExpression(expression: string, timezone = 'UTC'): NextRun {
  const [, kind, body = ''] = /^(rate|cron|at)\(([^()]*)\)$/.exec(expression) ?? [];
  if (kind === 'rate') return compileRate(body, expression);
  if (kind === 'cron') return compileCron(body, expression, timezone);
  if (kind === 'at') return compileAt(body, expression, timezone);
  throw wrong(expression, 'is neither rate(...), cron(...) nor at(...)');
}

function compileRate(body: string, expression: string): NextRun {
  const [, digits, unit = '', plural] = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(body) ?? [];
  const value = Number(digits);
  const everyMs = value * (unitsMs[unit] ?? Number.NaN);
  if (!Number.isSafeInteger(everyMs) || (value === 1) !== (plural === '')) {
    throw wrong(expression, 'needs a number and its unit, such as rate(1 hour) or rate(15 minutes)');
  }
  return (after, anchorAt) => anchorAt + everyMs * Math.max(1, Math.floor((after - anchorAt) / everyMs) + 1);
}

/** Minute, hour, day of the month, month, day of the week (1 is Sunday), year. */
function compileCron(body: string, expression: string, timezone: string): NextRun {
  const fields = body.trim().split(/\s+/);
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = ''] = fields;
  if (fields.length !== 6) throw wrong(expression, 'needs six fields');
  if ((day === '?') === (weekday === '?')) throw wrong(expression, 'needs ? as its day of the month or of the week');
  if ([minute, hour, month, year].some((field) => field.includes('?')))
    throw wrong(expression, 'has ? in a wrong field');
  if (/[089]/.test(weekday.replaceAll(/[#/]\d+/g, '')))
    throw wrong(expression, 'counts the days of the week from 1 to 7');
  try {
    const cron = new Cron(`0 ${fields.join(' ')}`, {
      ...zoneOf(timezone),
      paused: true,
      mode: '7-part',
      // Both as AWS writes it: 1 is Sunday, and 0/15 is every quarter of an hour.
      alternativeWeekdays: true,
      sloppyRanges: true,
    });
    return (after) => cron.nextRun(new Date(after))?.getTime();
  } catch (cause) {
    throw new Error(`The schedule ${expression} cannot be read: ${String(cause)}`, { cause });
  }
}

function compileAt(body: string, expression: string, timezone: string): NextRun {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(body))
    throw wrong(expression, 'needs a local time such as 2026-03-01T09:00:00');
  const at = new Cron(body, { ...zoneOf(timezone), paused: true }).getOnce()?.getTime();
  if (at === undefined || Number.isNaN(at)) throw wrong(expression, 'names no time');
  return (after) => (at > after ? at : undefined);
}

function zoneOf(timezone: string): Pick<CronOptions, 'timezone' | 'utcOffset'> {
  const utcOffset = steadyOffsetMinutes[timezone];
  return utcOffset === undefined ? { timezone } : { utcOffset };
}

const wrong = (expression: string, why: string) => new Error(`The schedule ${expression} ${why}.`);
