import * as z from 'zod/mini';

type Name =
  | 'TABLE'
  | 'DOCUMENTS_BUCKET'
  | 'WEB_BUCKET'
  | 'BUS'
  | 'MAIL_QUEUE_URL'
  | 'DATA_KEY_ARN'
  | 'ISSUER'
  | 'CLIENT_ID'
  | 'AUDIENCE'
  | 'ORIGIN'
  | 'DOCUMENTS_ORIGIN'
  | 'SIGN_IN_ORIGIN'
  | 'FIRST_ADMINISTRATOR'
  | 'FOUNDATION_NAME'
  | 'MAIL_FROM'
  | 'MAIL_PORT'
  | 'SMTP_URL_SECRET'
  | 'REVIEW_MACHINE'
  | 'AGREEMENT_MACHINE'
  | 'INSTALMENT_MACHINE';

/** A setting of this function. One that the template forgot is a fault at start, not a surprise at the first call. */
export const setting = (name: Name) =>
  z.string(`${name} is not set: infra/grants.ts lists the settings of each function`).parse(process.env[name]);
