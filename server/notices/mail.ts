import nodemailer from 'nodemailer';
import type { MailConfig } from '../platform/config.ts';
import type { Delivery } from '../store/deliveries.ts';
import { oneLine } from './clean.ts';
import { writeLetter } from './letter.ts';
import { type Outcome, reasonOf, type Way } from './way.ts';

type MailDelivery = Extract<Delivery, { channel: 'mail' }>;

/** A mail server that says nothing must not hold a mail for longer than it is held for us. */
const patienceMs = 10_000;

/** Sends notices by SMTP. A mail that is sent again has the same Message-ID, so that mail programs show it once. */
export function createMail({ smtp, from, messageHost }: MailConfig, publicUrl: string | null): Way<MailDelivery> {
  const transport = nodemailer.createTransport({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.secure,
    // A password never travels in the clear over a network.
    requireTLS: smtp.auth !== null && !smtp.secure && !smtp.local,
    ...(smtp.auth && { auth: { user: smtp.auth.user, pass: smtp.auth.password } }),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs * 2,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ id, recipient, payload, createdAt }) {
      const { subject, text, html } = writeLetter(payload, publicUrl);
      try {
        await transport.sendMail({
          from: { name: 'Ringback', address: from },
          // An address object is never read as a list.
          to: { name: oneLine(payload.name), address: recipient },
          subject,
          text,
          html,
          date: new Date(createdAt),
          messageId: `<notice-${id}-${createdAt}@${messageHost}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        });
        return { did: 'sent' };
      } catch (cause) {
        return failure(cause);
      }
    },
    close: () => transport.close(),
  };
}

/** A final answer to this one mail is a refusal; a wrong password, or no server, concerns them all. */
function failure(cause: unknown): Outcome {
  const error = reasonOf(cause);
  const said = cause instanceof Error && 'responseCode' in cause ? Number(cause.responseCode) : 0;
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  const final = said >= 500 && said < 600 && (code === 'EENVELOPE' || code === 'EMESSAGE');
  return { did: final ? 'refused' : 'down', error };
}
