import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';

type Letter = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for every try of the same mail. SES puts a Message-ID of its own in place of ours, so a header of ours has it too. */
  readonly messageId: string;
};
export type Postbox = { readonly send: (letter: Letter) => Promise<void> };

const headersOf = ({ messageId }: Letter) => ({
  'X-Hubang-Mail-Id': messageId,
  // RFC 3834: so that nobody's holiday notice answers us.
  'Auto-Submitted': 'auto-generated',
});

/** Refusals of mail servers name the recipient, and addresses do not belong into logs: only the kind of the error stays. */
const refused = (error: unknown) => new Error(`The mail was not taken: ${kindOf(error)}`);

function kindOf(error: unknown) {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

export function sesPostbox(from: string): Postbox {
  const client = new SESv2Client();
  return {
    send: async (letter) => {
      const { to, subject, text } = letter;
      const words = (Data: string) => ({ Data, Charset: 'UTF-8' });
      const Headers = Object.entries(headersOf(letter)).map(([Name, Value]) => ({ Name, Value }));
      const command = new SendEmailCommand({
        FromEmailAddress: from,
        Destination: { ToAddresses: [to] },
        Content: { Simple: { Subject: words(subject), Body: { Text: words(text) }, Headers } },
      });
      const error = await client.send(command).then(() => undefined, refused);
      if (error) throw error;
    },
  };
}

/**
 * For regions without SES. `secret` is the address of the server, `smtps://user:password@host:465`, encrypted by KMS
 * under the context {use: smtp} and written in base64, because settings of a function can be read in the console. An
 * address without a password is no secret and may stand there as it is.
 */
export function smtpPostbox(from: string, secret: string): Postbox {
  let opened: Promise<Postbox['send']> | undefined;
  const open = async (): Promise<Postbox['send']> => {
    const { createTransport } = await import('nodemailer');
    const transport = createTransport(await urlIn(secret));
    return async (letter) => {
      const { to, subject, text, messageId } = letter;
      const sent = transport.sendMail({
        from,
        to,
        subject,
        text,
        messageId: `<${messageId}>`,
        headers: headersOf(letter),
      });
      const error = await sent.then(() => undefined, refused);
      if (error) throw error;
    };
  };
  return {
    send: async (letter) => {
      // An outage of KMS must not last as long as the function is warm.
      opened ??= open().catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      const send = await opened;
      await send(letter);
    },
  };
}

async function urlIn(secret: string) {
  if (URL.canParse(secret) && /^smtps?:$/.test(new URL(secret).protocol)) {
    if (new URL(secret).password === '') return secret;
    throw new Error(
      'SMTP_URL_SECRET holds a password in clear: encrypt it with the data key, under the context use=smtp',
    );
  }
  if (secret.startsWith('arn:'))
    throw new Error('SMTP_URL_SECRET is the name of a secret; it has to hold the encrypted address itself');
  const { Plaintext } = await new KMSClient().send(
    new DecryptCommand({ CiphertextBlob: Buffer.from(secret, 'base64'), EncryptionContext: { use: 'smtp' } }),
  );
  if (!Plaintext) throw new Error('KMS opened no SMTP address');
  return Buffer.from(Plaintext).toString('utf8');
}
