import type { Words } from './mail-words.ts';
import type { subscriptions } from './subscriptions.ts';

type MailEvent = (typeof subscriptions)['mail'][number];

/** Whom a mail goes to: one of the people of the record, or everyone who holds a role. */
export type Recipient =
  | 'contact'
  | 'expert'
  | 'evaluator'
  | 'uploader'
  | 'invited'
  | 'lead'
  | 'director'
  | 'accountant';

/** What can fall due. */
export type Deadline =
  | 'call'
  | 'review'
  | 'granteeSignature'
  | 'foundationSignature'
  | 'midTermReport'
  | 'closeOutReport'
  | 'marks'
  | 'payment';

/** One line of the table of mails. */
export type Mail = {
  readonly to: readonly Recipient[];
  readonly on?: readonly MailEvent[];
  /** Days after the last day of the deadline: -3 is three days before it, 0 that day itself, 3 when it is ignored. */
  readonly due?: { readonly of: Deadline; readonly days: readonly number[] };
  readonly subject: Words;
  readonly message: Words;
};
