import { afterEach, describe, expect, it } from 'vitest';
import { createEmailChannel, type EmailSettings } from '../../../services/alerting/channels/email.ts';
import { createTexts } from '../../../services/alerting/channels/text.ts';
import { createOutgoing } from '../../../services/lib/http/outgoing/outgoing.ts';
import { alertOf } from '../alerts.ts';
import { notificationOf } from './notifications.ts';
import { type SmtpServer, startSmtpServer } from './smtp-server.ts';

const servers: SmtpServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const breach = alertOf({ title: 'A <promise> was missed', queue: 'Rückfragen' });

/** Sends one mail to a server that answers so; gives what the server heard. */
async function send(
  answers: Record<string, string> = {},
  settings: Partial<EmailSettings> & { allowNetworks?: string[] } = {},
  notification = notificationOf(breach),
): Promise<string[]> {
  const server = await startSmtpServer(answers);
  servers.push(server);
  const { allowNetworks = ['127.0.0.0/8'], timeoutMs = 60_000 } = settings;
  const channel = createEmailChannel(
    {
      id: 'mail',
      host: '127.0.0.1',
      port: server.port,
      tls: 'none',
      auth: null,
      from: 'linewatch@example.org',
      to: ['duty@example.org', 'lead@example.org'],
      timeoutMs,
      ...settings,
    },
    {
      outgoing: createOutgoing({ allowNetworks, timeoutMs, maxResponseBytes: 1_000 }),
      texts: createTexts('https://desk.example.org'),
    },
  );
  await channel.send([notification], new AbortController().signal);
  return server.said;
}

describe('a mail', () => {
  it('goes to all receivers, in text and HTML, and says that a machine wrote it', async () => {
    const said = await send();
    expect(said.filter((line) => /^(MAIL|RCPT)/.test(line))).toEqual([
      expect.stringContaining('MAIL FROM:<linewatch@example.org>'),
      'RCPT TO:<duty@example.org>',
      'RCPT TO:<lead@example.org>',
    ]);
    const text = said.join('\n');
    expect(text).toContain('Auto-Submitted: auto-generated');
    expect(text).toContain('Subject: [critical] A <promise> was missed');
    expect(text).toContain('Content-Type: text/plain');
    expect(text).toContain('Content-Type: text/html');
    expect(text).toContain('A &lt;promise&gt;');
  });

  it('has the same Message-ID whenever it is sent, and those on an alert stand together', async () => {
    const id = (said: string[], header: string) => said.find((line) => line.startsWith(`${header}: `));
    const [first, again] = [await send(), await send()];
    const resolved = { ...breach, state: 'resolved', version: 2 } as const;
    const over = await send({}, {}, notificationOf(resolved));
    expect(id(first, 'Message-ID')).toBe(`Message-ID: <${breach.id}-1@example.org>`);
    expect(id(again, 'Message-ID')).toBe(id(first, 'Message-ID'));
    expect(id(over, 'Message-ID')).toBe(`Message-ID: <${breach.id}-2@example.org>`);
    expect(id(over, 'References')).toBe(id(first, 'References'));
  });

  it('on many alerts lists the first of them', async () => {
    const many = Array.from({ length: 60 }, (_, i) => alertOf({ id: `a${i}`, conversationId: `c${i}` }));
    const text = (await send({}, {}, notificationOf(many))).join('\n');
    expect(text).toContain('Subject: 60 firing (queue billing)');
    expect(text).toContain('and 10 more');
  });
});

describe('a mail server', () => {
  it.each([
    ['refuses the sender for good', { MAIL: '550 no' }, 'MAIL_STATUS_550', false],
    ['asks to come again', { MAIL: '451 greylisted' }, 'MAIL_STATUS_451', true],
    ['refuses the message', { message: '554 spam' }, 'MAIL_STATUS_554', false],
    ['resets the connection', { MAIL: 'reset' }, 'MAIL_ESOCKET', true],
  ])('that %s', async (_, answers, code, retriable) => {
    await expect(send(answers)).rejects.toMatchObject({ code, retriable });
  });

  it('that hangs is given up after its time', async () => {
    await expect(send({ EHLO: 'hang' }, { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'MAIL_ETIMEDOUT',
      retriable: true,
    });
  });

  it('that offers no TLS hears nothing of the alert', async () => {
    await expect(send({ STARTTLS: '502 no' }, { tls: 'starttls' })).rejects.toMatchObject({
      code: 'MAIL_STATUS_502',
    });
    expect(servers[0]!.said.join()).not.toMatch(/MAIL|promise/);
  });

  it('at a private address is not connected to', async () => {
    await expect(send({}, { allowNetworks: [] })).rejects.toMatchObject({ code: 'OUTGOING_REFUSED' });
    expect(servers[0]!.said).toEqual([]);
  });
});
