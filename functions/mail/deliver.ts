import { put } from '#functions/adapters/changes';
import type { Committer } from '#functions/adapters/committer';
import { sha256 } from '#functions/adapters/hash';
import type { Postbox } from '#functions/adapters/postbox';
import type { Reader } from '#functions/adapters/reader';
import { mails } from '#functions/adapters/rows';
import { type MailValues, render } from '#shared/contracts/mail-text';
import type { MailRule } from '#shared/contracts/mails';

export type Delivery = Pick<Reader, 'get'> &
  Committer & {
    readonly postbox: Postbox;
    /** The address mails come from; its domain makes the Message-ID. */
    readonly from: string;
  };

type Mail = {
  /** The same for every try: rule, what happened or fell due, and to whom. */
  readonly mailId: string;
  readonly rule: MailRule;
  readonly record: string;
  readonly to: string;
  readonly values: MailValues;
};

/**
 * Claims the mail, sends it, and says that it was sent. Claimed but not sent means that somebody died in between, and
 * nobody can know on which side of the sending: it is sent again under the same id. So: at least once, and in all but
 * that case exactly once.
 */
export async function deliver({ mailId, rule, record, to, values }: Mail, deps: Delivery) {
  const { get, commit, postbox, from } = deps;
  const messageId = `${sha256(mailId).slice(0, 40)}@${from.slice(from.lastIndexOf('@') + 1).replace('>', '')}`;
  const letter = { ...render(rule, values), to, messageId };
  const row = { rule, record, messageId };
  const claim = put(mails.item({ mailId }, { ...row, phase: 'claimed' }), 'record.busy');
  const claimed = await commit({ changes: [[claim]], once: undefined, reply: {} });
  if (!claimed.ok && (await get(mails, { mailId }))?.phase === 'sent') return;
  await postbox.send(letter);
  const sent = put(mails.item({ mailId }, { ...row, phase: 'sent' }), 'record.busy', 'attribute_exists(pk)');
  await commit({ changes: [[sent]], once: undefined, reply: {} });
}
