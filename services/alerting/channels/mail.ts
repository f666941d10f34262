import type { SendMailOptions } from 'nodemailer';
import type { Notification } from '../notify/notification.ts';
import { type AlertText, headlineOf, type Texts } from './text.ts';

/** Alerts of a group that are listed. */
const MAX_LISTED = 50;

/** A notification as a mail, in plain text and HTML. Ids are made of its key: the same for every attempt. */
export function mailOf(
  notification: Notification,
  texts: Texts,
  { from, to }: { from: string; to: readonly string[] },
): SendMailOptions {
  const { key, group, alerts, at } = notification;
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const headline = headlineOf(notification, texts);
  const listed = alerts.slice(0, MAX_LISTED).map(({ alert }) => texts.textOf(alert, at));
  const more = alerts.length > MAX_LISTED ? `and ${alerts.length - MAX_LISTED} more` : '';
  const thread = `<${group?.key ?? alerts[0]!.alert.id}@${domain}>`;
  return {
    from,
    to: [...to],
    subject: headline,
    messageId: `<${key}@${domain}>`,
    // All mails on an alert, or on a group, stand together.
    references: thread,
    inReplyTo: thread,
    date: new Date(at),
    // RFC 3834: nobody's absence note is to answer.
    headers: { 'Auto-Submitted': 'auto-generated' },
    text: [...listed.map((each) => textOf(each)), more].filter(Boolean).join('\n\n'),
    html: htmlOf(headline, listed, more),
  };
}

function textOf({ title, detail, links }: AlertText): string {
  return [title, detail, ...links.map(({ text, url }) => `${text}: ${url}`)].join('\n');
}

function htmlOf(headline: string, listed: readonly AlertText[], more: string): string {
  const items = listed.map(({ title, detail, links }) => {
    const anchors = links
      .map(({ text, url }) => `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`)
      .join(' · ');
    return `<p><strong>${escapeHtml(title)}</strong><br>${escapeHtml(detail)}${anchors === '' ? '' : `<br>${anchors}`}</p>`;
  });
  const rest = more === '' ? '' : `<p>${escapeHtml(more)}</p>`;
  return `<!doctype html><html lang="en"><head><title>${escapeHtml(headline)}</title></head><body>${items.join('')}${rest}</body></html>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
