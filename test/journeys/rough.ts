import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import * as z from 'zod/mini';

type Said = {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** Who says it, by account. */
  readonly as?: string;
  /** In place of the token of an account. */
  readonly token?: string;
  readonly body?: unknown;
  /** In place of a body that is JSON. */
  readonly raw?: string;
  readonly version?: number;
  /** An Idempotency-Key of its own unless one is given; none when it is empty. */
  readonly key?: string;
};

const Problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  details: z.optional(z.unknown()),
});
const insides = /\n\s+at |node_modules|\.m?js:\d+|\bError:|arn:|hubang-local/;

/** Says anything to the API, sound or not, and looks closely at what is answered. */
export function roughly(url: string, tokenFor: (account: string) => Promise<string>) {
  const say = async ({ method, path, as, token, body, raw, version, key = randomUUID() }: Said, language = 'zh-CN') => {
    const bearer = token ?? (as === undefined ? undefined : await tokenFor(as));
    const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: {
        'accept-language': language,
        'content-type': 'application/json',
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        ...(method !== 'GET' && key !== '' && { 'idempotency-key': key }),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
      },
      ...(sent !== undefined && { body: sent }),
    });
    const text = await response.text();
    return { status: response.status, type: response.headers.get('content-type') ?? '', text };
  };

  /** A refusal of ours: the same in both languages but for the words, which tell nothing of the inside. */
  const refusal = async (said: Said) => {
    const same = { ...said, key: said.key ?? randomUUID() };
    const inChinese = await say(same);
    const inEnglish = await say(same, 'en-GB');
    const [zh, en] = [inChinese, inEnglish].map(({ text }) => z.parse(Problem, JSON.parse(text)));
    expect(inChinese.type).toBe('application/problem+json');
    expect(zh?.title).toMatch(/\p{Script=Han}/u);
    expect(en?.title).toMatch(/^[\x20-\x7e]+$/);
    expect(inChinese.text + inEnglish.text).not.toMatch(insides);
    expect({ ...en, title: '' }).toEqual({ ...zh, title: '' });
    expect([zh?.status, inEnglish.status]).toEqual([inChinese.status, inChinese.status]);
    return { status: inChinese.status, code: zh?.code, details: zh?.details, text: inChinese.text };
  };
  return { say, refusal };
}
