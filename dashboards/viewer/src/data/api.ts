import { authorization } from './key.ts';
import { acceptLanguage } from './language.ts';

/** Why a request gave nothing: the problem that the service named, or that there was no answer. */
export interface Failure {
  /** Stable code of the service; `unreachable` when there was no answer at all. */
  readonly code: string;
  readonly detail: string;
  /** What is wrong with the request, each with the parameter that it is of. */
  readonly faults?: readonly Fault[];
  /** Of a question that is too large: how long a range would be answered, where that is known. */
  readonly rangeDays?: number;
}

interface Fault {
  readonly path: string;
  readonly message: string;
}

export type Answer =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly failure: Failure };

interface Problem {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  /** What is wrong with the request, all at once. */
  readonly faults?: readonly Fault[];
  readonly rangeDays?: number;
}

async function problemOf(response: Response): Promise<Failure> {
  const fallback = { code: `http_${response.status}`, detail: response.statusText };
  try {
    const { code, title, detail, faults, rangeDays } = (await response.json()) as Problem;
    const listed = faults?.map(({ path, message }) => `${path} ${message}`).join('; ');
    return {
      code: code ?? fallback.code,
      detail: detail || listed || title || fallback.detail,
      ...(faults ? { faults } : {}),
      ...(rangeDays === undefined ? {} : { rangeDays }),
    };
  } catch {
    return fallback;
  }
}

/** GETs JSON. Never throws: a failure (RFC 9457, a lost connection, a faulty body) is an answer too. */
export const getJson = (url: string, signal?: AbortSignal): Promise<Answer> =>
  ask(url, signal ? { signal } : {});

/** Changes something. Answers as `getJson`; the body of an answer without one is null. */
export const sendJson = (method: 'POST' | 'PUT' | 'DELETE', url: string, body?: object): Promise<Answer> =>
  ask(url, { method, ...(body ? { body: JSON.stringify(body) } : {}) });

async function ask(url: string, options: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(url, {
      ...options,
      headers: {
        accept: 'application/json',
        ...(options.body ? { 'content-type': 'application/json' } : {}),
        ...acceptLanguage(),
        ...authorization(),
      },
    });
    if (!response.ok) return { ok: false, failure: await problemOf(response) };
    return { ok: true, body: response.status === 204 ? null : await response.json() };
  } catch (error) {
    const code = error instanceof SyntaxError ? 'not_json' : 'unreachable';
    return { ok: false, failure: { code, detail: error instanceof Error ? error.message : String(error) } };
  }
}
