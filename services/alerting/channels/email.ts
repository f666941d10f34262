import type { Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport';
import { LinewatchError } from '../../lib/errors.ts';
import type { Outgoing } from '../../lib/http/outgoing/outgoing.ts';
import { type Channel, PLAIN } from './channel.ts';
import { mailOf } from './mail.ts';
import type { Texts } from './text.ts';

export interface EmailSettings {
  id: string;
  host: string;
  port: number;
  tls: 'starttls' | 'implicit' | 'none';
  auth: { user: string; pass: string } | null;
  from: string;
  to: readonly string[];
  /** How long the server may take for one answer; for the whole mail it has six times as long, ms. */
  timeoutMs: number;
}

/** Greeting, TLS, login, envelope, message, farewell. */
const ANSWERS = 6;

/**
 * Mail over SMTP. Whoever repeats a mail sends it with the same `Message-ID`, by which servers and readers know it.
 * Fails with `MAIL_STATUS_<status>` where the server answered, else with `MAIL_<code>` of nodemailer; retriable but
 * for what the server refuses for good.
 */
export function createEmailChannel(
  settings: EmailSettings,
  { outgoing, texts }: { outgoing: Pick<Outgoing, 'connect'>; texts: Texts },
): Channel {
  return {
    ...PLAIN,
    id: settings.id,
    maxBatch: 1,
    async send(notifications, signal) {
      for (const notification of notifications) {
        const socket = await outgoing.connect(settings.host, settings.port, signal);
        const ended = AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMs * ANSWERS)]);
        const cut = () => socket.destroy();
        ended.addEventListener('abort', cut);
        // It may be reset once nodemailer has let go of it.
        socket.on('error', () => {});
        try {
          const info = await transportOver(socket, settings).sendMail(mailOf(notification, texts, settings));
          if (info.rejected.length > 0)
            throw new LinewatchError('MAIL_RECIPIENT', 'some have not been sent it');
        } catch (error) {
          signal.throwIfAborted();
          throw asMailError(error);
        } finally {
          ended.removeEventListener('abort', cut);
          socket.destroy();
        }
      }
    },
  };
}

function transportOver(socket: Socket, { host, port, tls, auth, timeoutMs }: EmailSettings) {
  const options: SMTPTransport.Options = {
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    tls: { minVersion: 'TLSv1.2' },
    ...(auth === null ? {} : { auth }),
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    // Its address is checked; nodemailer would look the name up again.
    getSocket: (_options, done) => done(null, { connection: socket }),
  };
  return createTransport(options);
}

function asMailError(error: unknown): LinewatchError {
  if (error instanceof LinewatchError) return error;
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  const answered = responseCode !== undefined;
  return new LinewatchError(
    answered ? `MAIL_STATUS_${responseCode}` : `MAIL_${code ?? 'FAILED'}`,
    'the mail server did not take it',
    { cause: error, retriable: !answered || responseCode < 500 },
  );
}
