import { createHmac } from 'node:crypto';
import type { Outgoing } from '../../lib/http/outgoing/outgoing.ts';
import { type Channel, postJson } from './channel.ts';
import { type ChatFormat, createChatChannel, markdownLink, plainMarkdown } from './chat.ts';
import { checkRobotAnswer } from './robot.ts';
import { headlineOf, type Texts } from './text.ts';

const FORMAT: ChatFormat = {
  plain: plainMarkdown,
  bold: (text) => `**${text}**`,
  link: markdownLink,
  // A single line break is none.
  newline: '\n\n',
  // The robot takes 20,000.
  maxBytes: 12_000,
};

/**
 * A DingTalk group's robot with a signing secret: `timestamp` in ms and `sign`, the HMAC-SHA256 of
 * `<timestamp>\n<secret>` under the secret in Base64, go into the URL (open.dingtalk.com, "Custom robot access").
 */
export function createDingtalkChannel(
  { id, url, secret }: { id: string; url: string; secret: string },
  { outgoing, texts, now }: { outgoing: Pick<Outgoing, 'post'>; texts: Texts; now: () => number },
): Channel {
  return createChatChannel({ id, format: FORMAT, texts }, async (text, notifications, signal) => {
    const timestamp = now();
    const signed = new URL(url);
    signed.searchParams.set('timestamp', String(timestamp));
    signed.searchParams.set(
      'sign',
      createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'),
    );
    const title = plainMarkdown(headlineOf(notifications[0]!, texts));
    const message = { msgtype: 'markdown', markdown: { title, text } };
    checkRobotAnswer(await postJson(outgoing, signed.href, message, signal));
  });
}
