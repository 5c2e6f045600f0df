import { eachMessage } from '#functions/adapters/messages';
import { sesPostbox, smtpPostbox } from '#functions/adapters/postbox';
import { deps } from '#functions/runtime/deps';
import { setting } from '#functions/runtime/env';
import { MailMessage, send } from './send.ts';

const from = setting('MAIL_FROM');
const postbox = setting('MAIL_PORT') === 'smtp' ? smtpPostbox(from, setting('SMTP_URL_SECRET')) : sesPostbox(from);
const all = { ...deps(), postbox, from, origin: setting('ORIGIN') };

export const handler = eachMessage(MailMessage, (message) => send(message, all));
