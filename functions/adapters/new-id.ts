import { randomBytes } from 'node:crypto';
import { type Instant, msOf } from '#shared/kernel/instant';

const letters = '0123456789abcdefghjkmnpqrstvwxyz';

/** Twenty characters: nine of time, so that ids sort as they were made, and eleven of chance (55 bits). */
export function newId(kind: string, now: Instant) {
  let time = '';
  for (let rest = msOf(now); time.length < 9; rest = Math.floor(rest / 32)) time = letters.charAt(rest % 32) + time;
  const chance = [...randomBytes(11)].map((byte) => letters.charAt(byte & 31)).join('');
  return `${kind}-${time}${chance}`;
}
