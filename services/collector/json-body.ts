import type { HttpApp } from '../lib/http/app.ts';
import { HttpProblem } from '../lib/http/problems.ts';

/** The content types of JSON, and nothing else, give the body as it came: signatures are of its bytes. */
export function takeRawJson(
  app: Pick<HttpApp, 'removeAllContentTypeParsers' | 'addContentTypeParser'>,
): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
}

/** The JSON of a body. Throws a 400 on anything else. */
export function parseJson(body: unknown): unknown {
  if (body instanceof Buffer) {
    try {
      return JSON.parse(body.toString('utf8'));
    } catch {
      // The parser's message quotes the body.
    }
  }
  throw new HttpProblem(400, 'INVALID_JSON', 'The body is no JSON');
}
