import type { RejectionCode } from '#shared/contracts/rejections';
import { core } from '../words/core.ts';
import { currentLanguage, type Language } from '../words/language.ts';

/** What only the client can find: no token (the gateway's own refusal), no network. */
export type ClientCode = 'client.signed-out' | 'client.forbidden' | 'client.network';
export type ProblemCode = RejectionCode | ClientCode;

/** A refusal as the screens get it, whoever refused: the title is ready to be shown in the language of the page. */
export type Problem = {
  readonly code: ProblemCode;
  /** 0 where there was no answer. */
  readonly status: number;
  readonly title: string;
  readonly details: unknown;
};

/** Where a refused body is wrong: `body.budget.0.amountFen`, and what kind of wrong. */
export type Issue = {
  readonly path: string;
  readonly code: string;
  /** What would be right: known where the schema was asked here, and not by the server. A number of `Fen` is an amount. */
  readonly allowed?:
    | { readonly of: 'integer' }
    | { readonly of: 'number' | 'string' | 'array'; readonly is: 'least' | 'most'; readonly bound: number };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const isCode = (value: unknown): value is ProblemCode =>
  typeof value === 'string' && /^[a-zA-Z]+\.[a-z-]+$/.test(value);

/** What the gateway refuses itself has AWS's own body, so only the status tells what it means. */
const gatewayCodes: Readonly<Record<number, RejectionCode>> = {
  404: 'record.unknown',
  413: 'request.too-large',
  429: 'request.busy',
  502: 'request.busy',
  503: 'request.busy',
  504: 'request.busy',
};

/** The words of the refusals table, fetched only when an answer came without any. */
async function titleOf(code: RejectionCode, language: Language) {
  try {
    const { rejections } = await import('#shared/contracts/rejections');
    return rejections[code].title[language];
  } catch {
    return core.loaded(language)?.problems.failed ?? code;
  }
}

async function gatewayProblem(status: number): Promise<Problem> {
  const language = currentLanguage();
  const words = core.loaded(language)?.problems;
  if (status === 401)
    return { code: 'client.signed-out', status, title: words?.unauthorized ?? '', details: undefined };
  if (status === 403) return { code: 'client.forbidden', status, title: words?.forbidden ?? '', details: undefined };
  const code = gatewayCodes[status] ?? 'request.failed';
  return { code, status, title: await titleOf(code, language), details: undefined };
}

/** RFC 9457 from our functions, `{message}` from the gateway, or no JSON at all: the same shape, the same words. */
export async function problemOf(status: number, body: unknown): Promise<Problem> {
  if (!isRecord(body) || !isCode(body['code']) || typeof body['title'] !== 'string') return gatewayProblem(status);
  return { code: body['code'], status, title: body['title'], details: body['details'] };
}

export const networkProblem = (): Problem => ({
  code: 'client.network',
  status: 0,
  title: core.loaded(currentLanguage())?.problems.network ?? '',
  details: undefined,
});

const isIssue = (value: unknown): value is Issue =>
  isRecord(value) && typeof value['path'] === 'string' && typeof value['code'] === 'string';

/** The issues that the details of `request.invalid` list. */
export function issuesOf({ details }: Problem): readonly Issue[] {
  const issues = isRecord(details) ? details['issues'] : undefined;
  return Array.isArray(issues) ? issues.filter(isIssue) : [];
}
