import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { readRaw } from './mail-engine.ts';
import type { Mailbox } from './mailbox.ts';

export type Door = { readonly port: number; readonly close: () => Promise<void> };

const MOST_BYTES = 10 * 1024 * 1024;

/** An SMTP server on this machine whose mail goes to the mailbox. It takes any user and password, and also none. */
export async function openSmtp({ port, mailbox }: { readonly port: number; readonly mailbox: Mailbox }): Promise<Door> {
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    size: MOST_BYTES,
    logger: false,
    onAuth: ({ username }, _session, done) => done(null, { user: username ?? '' }),
    onData: (stream, { envelope }, done) => {
      buffer(stream)
        .then((raw) => {
          if (stream.sizeExceeded) throw Object.assign(new Error('The message is too large.'), { responseCode: 552 });
          // Whoever gets it is in the envelope; the headers name no blind copies.
          const recipients = envelope.rcptTo.map(({ address }) => address);
          mailbox.add({ ...readRaw(raw, 'smtp'), recipients, tags: {} });
          done(null, 'Kept');
        })
        .catch((error: unknown) => done(error instanceof Error ? error : new Error(String(error))));
    },
  });
  server.on('error', (error) => console.error(new Error('The SMTP door failed.', { cause: error })));
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
