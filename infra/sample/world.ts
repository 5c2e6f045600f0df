import type { Clock } from '#infra/local/engine';
import type { RunningStack } from '#infra/local/stack';

/** What somebody who plays a round needs of a run: its address, its clock, its mailbox and its sign-in. */
export type World = {
  readonly url: string;
  /** Resolves once the run answers, which is at once unless it is just being started again. */
  readonly ready: () => Promise<void>;
  readonly clock: Pick<Clock, 'now' | 'move' | 'quiet' | 'offsetMs'>;
  /** How often recurring schedules run at most, in milliseconds; 0 is as the template says. */
  readonly pace: (ms: number) => void;
  readonly signUp: (account: string, name: string, hint: string) => Promise<void>;
  readonly tokenFor: (account: string) => Promise<string>;
  /** Newest first. */
  readonly mailsTo: (address: string) => readonly { readonly text: string }[];
};

export const worldOf = ({ url, clock, identity, mailbox, pace }: RunningStack): World => ({
  url,
  ready: async () => undefined,
  clock,
  pace,
  signUp: async (account, name, hint) => identity.accounts.add({ account, name, hint }),
  tokenFor: identity.tokenFor,
  mailsTo: (address) => mailbox.list({ to: address }),
});
