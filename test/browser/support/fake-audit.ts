const chain = '5f0f1c1e-1111-4111-8111-111111111111';

/** `GET /api/v1/audit`: two pages. */
export function auditAnswer(parameters: URLSearchParams, now: number) {
  const entry = (seq: number, more: object) => ({
    at: new Date(now - seq * 60_000).toISOString(),
    chain,
    seq,
    hash: `${seq}`,
    previous: '',
    service: 'query',
    what: 'conversation.opened',
    outcome: 'done',
    who: 'mona',
    role: 'manager',
    subjectKind: 'conversation',
    subjects: [`c-${seq}`],
    count: 1,
    detail: '',
    ...more,
  });
  if (parameters.has('cursor')) return { entries: [entry(9, {})], next: null };
  const ids = Array.from({ length: 40 }, (_, i) => `c-${i}`);
  return {
    entries: [
      entry(1, {}),
      entry(2, { what: 'conversations.listed', subjects: ids }),
      entry(3, {
        what: 'login.refused',
        outcome: 'refused',
        who: '',
        subjectKind: 'network',
        subjects: ['192.0.2.0/24'],
        count: 12,
      }),
      entry(4, { what: 'something.newer', subjectKind: '', subjects: [] }),
    ],
    next: 'older',
  };
}
