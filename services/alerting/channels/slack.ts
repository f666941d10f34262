import type { Outgoing } from '../../lib/http/outgoing/outgoing.ts';
import { type Channel, postJson } from './channel.ts';
import { type ChatFormat, createChatChannel } from './chat.ts';
import type { Texts } from './text.ts';

/** https://docs.slack.dev/messaging/formatting-message-text: these three are all that needs escaping. */
const escapeText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const FORMAT: ChatFormat = {
  plain: (text) => escapeText(text).replace(/[\r\n*`@]+/g, ' '),
  bold: (text) => `*${text}*`,
  link: (text, url) => `<${escapeText(url)}|${escapeText(text)}>`,
  newline: '\n',
  // Slack cuts at 40,000 characters; nobody reads so much.
  maxBytes: 12_000,
};

/**
 * An incoming webhook of Slack. It is sent as `text` alone, which Mattermost and Rocket.Chat understand too; they do
 * not draw blocks.
 */
export function createSlackChannel(
  { id, url }: { id: string; url: string },
  { outgoing, texts }: { outgoing: Pick<Outgoing, 'post'>; texts: Texts },
): Channel {
  return createChatChannel({ id, format: FORMAT, texts }, async (text, _, signal) => {
    await postJson(outgoing, url, { text }, signal);
  });
}
