import { beforeAll, expect, it } from 'vitest';
import * as delivery from '#infra/sample/delivery';
import { agreementRoutes } from '#shared/contracts/routes/agreement';
import { applicationsRoutes } from '#shared/contracts/routes/applications';
import { everyone, first, type Stage, second } from './stage.ts';

const [one = '', two = ''] = [first, second].map((organisation) => organisation?.account);
const deciders = ['officer', 'lead', 'director', 'auditor'];
const staff = [...deciders, 'accountant', 'cashier'];
type Ids = { readonly award: string; readonly document: string; readonly organisation: string };
const none: Ids = {
  award: 'award-0000000000000000000a',
  document: 'document-0000000000000000000a',
  organisation: 'organisation-0000000000000000000a',
};

/** What hangs on an award, asked for by every role, by another organisation and by those who judge something else. */
export function othersCases(stage: () => Stage) {
  let ids = none;
  beforeAll(async () => {
    const { cast, applicationIds } = stage();
    const award = await delivery.awardOf(cast, one, applicationIds.first);
    const application = { applicationId: applicationIds.first };
    const { documents } = await cast.as(one).call(applicationsRoutes.read, { params: application });
    const { state } = await cast.as(one).call(agreementRoutes.read, { params: { awardId: award } });
    const clean = documents.find(({ phase }) => phase === 'clean');
    ids = { award, document: clean?.documentId ?? '', organisation: state.organisationId };
  });

  /** Written down here by hand: what the rules of the foundation say, not what the policy says. */
  it.each([
    ['the award', ({ award }: Ids) => `/awards/${award}`, [...staff, 'applicant']],
    ['the agreement', ({ award }: Ids) => `/awards/${award}/agreement`, [...staff, 'applicant']],
    ['the timeline', ({ award }: Ids) => `/awards/${award}/timeline`, [...staff, 'applicant']],
    ['the instalments', ({ award }: Ids) => `/awards/${award}/instalments`, [...staff, 'applicant']],
    ['the people', ({ award }: Ids) => `/awards/${award}/people`, [...deciders, 'applicant']],
    ['the service records', ({ award }: Ids) => `/awards/${award}/records`, [...deciders, 'applicant']],
    ['the evaluation', ({ award }: Ids) => `/awards/${award}/evaluations/midTerm`, [...deciders, 'applicant']],
    // The expert is the one who reviewed the application that it was handed in with.
    ['the document', ({ document }: Ids) => `/documents/${document}`, [...deciders, 'applicant', 'expert']],
    [
      'the organisation',
      ({ organisation }: Ids) => `/organisations/${organisation}`,
      [...staff, 'applicant', 'administrator'],
    ],
  ] as const)(
    '%s is shown to those alone whose part it is, to all others as one that does not exist',
    async (_, path, may) => {
      const open: string[] = [];
      for (const [role, as] of Object.entries(everyone)) {
        const { status, text } = await stage().say({ method: 'GET', path: path(ids), as });
        expect([200, 404]).toContain(status);
        if (status === 404) expect(text).toContain('"record.unknown"');
        else open.push(role);
      }
      expect(open.toSorted()).toEqual([...may].toSorted());
    },
  );

  const service = { quantity: 1, servedOn: '2026-01-01', worker: '演示社工', note: '' };
  const account = { holder: '示例机构', bank: '示例银行', number: '6222020200112233', branch: '102290000000' };
  const signature = { agreementHash: 'a'.repeat(64), agreesToSignElectronically: true };
  const document = { kind: 'report', name: '报告.pdf', mediaType: 'application/pdf', bytes: 9, sha256: 'a'.repeat(64) };
  const { award, organisation } = {
    award: (rest: string) => (ids: Ids) => `/awards/${ids.award}${rest}`,
    organisation: (rest: string) => (ids: Ids) => `/organisations/${ids.organisation}${rest}`,
  };
  it.each([
    ['GET', award(''), {}],
    ['GET', award('/agreement'), {}],
    ['GET', award('/timeline'), {}],
    ['GET', award('/instalments'), {}],
    ['GET', award('/people'), {}],
    ['GET', award('/records'), {}],
    ['GET', award('/evaluations'), {}],
    ['GET', award('/evaluations/midTerm'), {}],
    ['GET', organisation(''), {}],
    ['GET', (of: Ids) => `/documents/${of.document}`, {}],
    ['GET', (of: Ids) => `/owners/${of.award}/documents`, {}],
    ['POST', (of: Ids) => `/documents/${of.document}/links`, {}],
    ['POST', () => '/documents', (of: Ids) => ({ body: { ...document, ownerId: of.award } })],
    ['POST', award('/records'), () => ({ body: { ...service, needId: stage().needId } })],
    ['POST', award('/grantee-signature'), () => ({ version: 1, body: signature })],
    ['POST', award('/evaluations/midTerm/report'), () => ({ version: 1, body: { summary: '如期', documentIds: [] } })],
    ['PUT', organisation('/account'), () => ({ version: 1, body: account })],
  ] as const)('%s of what belongs to another answers as of what does not exist (%#)', async (method, path, more) => {
    const asked = async (of: Ids, as: string) => {
      const extra = typeof more === 'function' ? more(of) : more;
      const { status, text } = await stage().say({ method, path: path(of), as, ...extra });
      return { status, text };
    };
    // Another organisation, an expert and an evaluator who judge something else.
    for (const as of [two, 'expert-2', 'evaluator-2']) {
      const theirs = await asked(ids, as);
      expect(theirs).toEqual(await asked(none, as));
      if (theirs.status !== 200) expect(theirs).toMatchObject({ status: 404 });
      else expect(theirs.text).toBe('{"items":[]}');
    }
  });
}
