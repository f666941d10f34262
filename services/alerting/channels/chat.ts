import type { Notification } from '../notify/notification.ts';
import { type Channel, PLAIN } from './channel.ts';
import { type AlertText, headlineOf, type Texts } from './text.ts';

/** How a chat writes. */
export interface ChatFormat {
  /** Takes what the chat would act on, such as mentions and links, out of a text. */
  plain(text: string): string;
  bold(text: string): string;
  link(text: string, url: string): string;
  newline: string;
  /** Most bytes of a message, UTF-8. */
  maxBytes: number;
}

/** Chats slow down or drop who writes often: what waits goes in one message. */
const CHAT_BATCH = 10;

/** Characters of one alert's text: names come from outside and may be long. */
const MAX_DETAIL = 400;

/** A chat, which is told of several notifications in one message; `post` sends its text and says where that failed. */
export function createChatChannel(
  { id, format, texts }: { id: string; format: ChatFormat; texts: Texts },
  post: (text: string, notifications: readonly Notification[], signal: AbortSignal) => Promise<void>,
): Channel {
  return {
    ...PLAIN,
    id,
    maxBatch: CHAT_BATCH,
    send: (notifications, signal) => post(chatMessage(notifications, texts, format), notifications, signal),
  };
}

/** One message on notifications. What does not fit into it is counted. */
function chatMessage(notifications: readonly Notification[], texts: Texts, format: ChatFormat): string {
  const paragraphs = notifications.flatMap((notification) => {
    const { alerts, at } = notification;
    const items = alerts.map(({ alert }) => texts.textOf(alert, at));
    const headline = format.bold(format.plain(headlineOf(notification, texts)));
    if (items.length === 1) return [[headline, ...bodyOf(items[0]!, format)].join(format.newline)];
    return [
      headline,
      ...items.map((item) => [format.plain(item.title), ...bodyOf(item, format)].join(format.newline)),
    ];
  });
  return fitted(paragraphs, format);
}

function bodyOf({ detail, links }: AlertText, format: ChatFormat): string[] {
  const line = links.map(({ text, url }) => format.link(text, url)).join(' · ');
  return [format.plain(detail.slice(0, MAX_DETAIL)), ...(line === '' ? [] : [line])];
}

function fitted(paragraphs: readonly string[], { newline, maxBytes }: ChatFormat): string {
  const gap = newline + newline;
  const more = (count: number) => `and ${count} more`;
  const room = maxBytes - Buffer.byteLength(gap + more(paragraphs.length));
  let text = '';
  for (const [i, paragraph] of paragraphs.entries()) {
    const longer = text === '' ? paragraph : text + gap + paragraph;
    if (Buffer.byteLength(longer) > room) return `${text}${gap}${more(paragraphs.length - i)}`;
    text = longer;
  }
  return text;
}

/** For Markdown: nothing that comes from outside becomes a link, a mention or a block. */
export function plainMarkdown(text: string): string {
  return text.replace(/[[\]<>`*#@|\\]|[\r\n]+/g, ' ');
}

export function markdownLink(text: string, url: string): string {
  return `[${text}](${url.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}
