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
 * For regions without SES. The address of the server, `smtps://user:password@host:465`, is a secret of Secrets Manager,
 * because settings of a function can be read in the console. `secret` is its ARN. Client and library are loaded with the
 * first mail only: a function that sends by SES does not pay for them.
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
      // An outage of Secrets Manager must not last as long as the function is warm.
      opened ??= open().catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      const send = await opened;
      await send(letter);
    },
  };
}

async function urlIn(SecretId: string) {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const { SecretString = '' } = await new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId }));
  if (URL.canParse(SecretString) && /^smtps?:$/.test(new URL(SecretString).protocol)) return SecretString;
  throw new Error(
    'The secret of the SMTP server has to hold smtps://user:password@host:port: set it once after deploying',
  );
}
