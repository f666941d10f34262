import { createTexts } from '../../../services/alerting/channels/text.ts';
import type { OutgoingRequest } from '../../../services/lib/http/outgoing/outgoing.ts';

export const AT = Date.UTC(2026, 2, 5, 12);

/** What channels work with, and the requests that they make; each is answered with `answer`. */
export function recordingOutgoing(answer = '') {
  const requests: OutgoingRequest[] = [];
  return {
    requests,
    bodies: () => requests.map(({ body }) => JSON.parse(body)),
    deps: {
      texts: createTexts('https://desk.example.org/'),
      now: () => AT,
      outgoing: {
        async post(request: OutgoingRequest) {
          requests.push(request);
          return answer;
        },
      },
    },
    signal: new AbortController().signal,
  };
}
