import * as z from 'zod/mini';
import {
  type AwsCall,
  AwsFault,
  type Engine,
  type Meter,
  type Need,
  type Place,
  type Resource,
} from '#infra/local/engine';
import { inputOf } from '#infra/local/queues/json-engine';
import { parseAs } from '#infra/local/queues/template';
import { bare, type Mailbox, type NewMail, openMailboxStore } from './mailbox.ts';
import { addressesIn, parseMessage } from './mime.ts';

type Options = {
  readonly place: Place;
  readonly meter: Meter;
  /** AWS::SES::EmailIdentity: only they may send. Absent: every domain may. */
  readonly identities?: readonly Resource[];
};

const Addresses = z._default(z.array(z.string()), []);
const Words = z.strictObject({ Data: z.string(), Charset: z.optional(z.literal('UTF-8')) });
const SendEmail = z.strictObject({
  FromEmailAddress: z.optional(z.string()),
  Destination: z._default(z.strictObject({ ToAddresses: Addresses, CcAddresses: Addresses, BccAddresses: Addresses }), {
    ToAddresses: [],
    CcAddresses: [],
    BccAddresses: [],
  }),
  ReplyToAddresses: Addresses,
  Content: z.strictObject({
    Simple: z.optional(
      z.strictObject({
        Subject: Words,
        Body: z.strictObject({ Text: z.optional(Words), Html: z.optional(Words) }),
        Headers: z._default(z.array(z.strictObject({ Name: z.string(), Value: z.string() })), []),
      }),
    ),
    Raw: z.optional(z.strictObject({ Data: z.string() })),
  }),
  EmailTags: z._default(z.array(z.strictObject({ Name: z.string(), Value: z.string() })), []),
  ConfigurationSetName: z.optional(z.string()),
});
const Identity = z.object({ EmailIdentity: z.string() });

const MOST_RECIPIENTS = 50;
const PATH = '/v2/email/outbound-emails';

/** SES as far as sending goes: what it accepts is in the mailbox when the call is answered. */
export function mailEngine({ place, meter, identities }: Options): Engine & { readonly mailbox: Mailbox } {
  const mailbox = openMailboxStore(place.stateDir, place.clock.now);
  const verified = identities?.map((resource) => parseAs(resource, Identity).EmailIdentity.toLowerCase());
  const arnOf = (tail: string) => `arn:${place.partition}:ses:${place.region}:${place.account}:${tail}`;

  /** An address that is an identity itself goes before its domain. */
  const identityOf = (from: string): string => {
    const address = bare(from);
    const domain = address.slice(address.lastIndexOf('@') + 1);
    if (!verified) return domain;
    const identity = [address, domain].find((one) => verified.includes(one));
    if (identity !== undefined) return identity;
    throw new AwsFault(
      'MessageRejected',
      `Email address is not verified. The following identities failed the check: ${address}`,
    );
  };

  const needs = (call: AwsCall): readonly Need[] => {
    const { mail, configurationSet } = readCall(call);
    const context = { 'ses:FromAddress': [bare(mail.from)], 'ses:Recipients': mail.recipients.map(bare) };
    const resources = [
      arnOf(`identity/${identityOf(mail.from)}`),
      ...(configurationSet === undefined ? [] : [arnOf(`configuration-set/${configurationSet}`)]),
    ];
    return resources.map((resource) => ({ action: 'ses:SendEmail', resource, context }));
  };

  return {
    service: 'ses',
    mailbox,
    needs,
    answer: async (call) => {
      const { mail } = readCall(call);
      identityOf(mail.from);
      const { id } = mailbox.add(mail);
      // SES charges for each recipient.
      meter.add('mails', mail.recipients.length);
      return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ MessageId: id }) };
    },
  };
}

function readCall(call: AwsCall): { readonly mail: NewMail; readonly configurationSet: string | undefined } {
  if (call.method !== 'POST' || call.path !== PATH) {
    throw new AwsFault('UnsupportedOperation', `The local run does not support ses:${call.method} ${call.path}.`);
  }
  const input = inputOf(call, SendEmail);
  const mail = { ...mailOf(input), tags: Object.fromEntries(input.EmailTags.map(({ Name, Value }) => [Name, Value])) };
  if (!isAddress(mail.from)) throw new AwsFault('BadRequestException', 'Missing or wrong FromEmailAddress.');
  const wrong = mail.recipients.find((recipient) => !isAddress(recipient));
  if (wrong !== undefined) throw new AwsFault('BadRequestException', `Invalid address: ${wrong}`);
  if (mail.recipients.length === 0 || mail.recipients.length > MOST_RECIPIENTS) {
    throw new AwsFault(
      'BadRequestException',
      `A mail has 1 to ${MOST_RECIPIENTS} recipients, not ${mail.recipients.length}.`,
    );
  }
  return { mail, configurationSet: input.ConfigurationSetName };
}

type Input = z.output<typeof SendEmail>;

function mailOf(input: Input): Omit<NewMail, 'tags'> {
  const { Simple, Raw } = input.Content;
  if (Raw && !Simple) return rawMail(input, Raw);
  if (Simple && !Raw) return simpleMail(input, Simple);
  throw new AwsFault('BadRequestException', 'Content is one of Simple and Raw.');
}

/** What the call says goes before what the message says. */
function rawMail(input: Input, { Data }: NonNullable<Input['Content']['Raw']>): Omit<NewMail, 'tags'> {
  const raw = readRaw(Buffer.from(Data, 'base64'), 'ses');
  const named = recipientsOf(input);
  return {
    ...raw,
    from: input.FromEmailAddress ?? raw.from,
    recipients: named.length > 0 ? named : raw.recipients,
    replyTo: input.ReplyToAddresses.length > 0 ? input.ReplyToAddresses : raw.replyTo,
  };
}

function simpleMail(input: Input, simple: NonNullable<Input['Content']['Simple']>): Omit<NewMail, 'tags'> {
  const { Subject, Body, Headers } = simple;
  if (!Body.Text && !Body.Html) throw new AwsFault('BadRequestException', 'A mail needs a text or an HTML body.');
  return {
    via: 'ses',
    from: input.FromEmailAddress ?? '',
    recipients: recipientsOf(input),
    to: input.Destination.ToAddresses,
    cc: input.Destination.CcAddresses,
    replyTo: input.ReplyToAddresses,
    subject: Subject.Data,
    text: Body.Text?.Data ?? '',
    html: Body.Html?.Data ?? '',
    headers: Object.fromEntries(Headers.map(({ Name, Value }) => [Name.toLowerCase(), Value])),
  };
}

const recipientsOf = ({ Destination: { ToAddresses, CcAddresses, BccAddresses } }: Input) => [
  ...ToAddresses,
  ...CcAddresses,
  ...BccAddresses,
];

/** A whole message, its recipients taken from its own headers. */
export function readRaw(raw: Buffer, via: 'ses' | 'smtp'): Omit<NewMail, 'tags'> {
  const { headers, subject, text, html } = parseMessage(raw);
  const [to, cc, bcc] = ['to', 'cc', 'bcc'].map((name) => addressesIn(headers.get(name)));
  return {
    via,
    from: headers.get('from') ?? '',
    recipients: [...(to ?? []), ...(cc ?? []), ...(bcc ?? [])],
    to: to ?? [],
    cc: cc ?? [],
    replyTo: addressesIn(headers.get('reply-to')),
    subject,
    text,
    html,
    // Nobody who gets the mail may see to whom else it went.
    headers: Object.fromEntries([...headers].filter(([name]) => name !== 'bcc')),
  };
}

const isAddress = (address: string) => /^[^\s@<>,]+@[^\s@<>,]+$/.test(bare(address));
