import { describe, expect, it } from 'vitest';
import { parseAccess } from '../../services/access/config.ts';
import { hashOf, makeKey } from '../../services/access/key.ts';
import { FaultsError } from '../../services/lib/errors.ts';
import { showNewKey } from '../../services/make-key/main.ts';

const HASH = hashOf('lw_test');

function faultsOf(text: string): string[] {
  try {
    parseAccess(text, 'access.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(FaultsError);
    expect((error as FaultsError).code).toBe('BAD_ACCESS_CONFIG');
    return (error as FaultsError).faults.map(({ path }) => path);
  }
  return [];
}

describe('the file of keys', () => {
  it('says what each key may do', () => {
    const { principals, tokens } = parseAccess(
      `keys:
        - { name: hall, hash: '${HASH}', role: wallboard, queues: [billing] }
        - { name: lena, hash: '${hashOf('lw_other')}', role: agent, agent: agent-7 }`,
      'access.yaml',
    );
    expect(principals.get(HASH)).toEqual({ name: 'hall', role: 'wallboard', scope: { queue: ['billing'] } });
    expect(principals.get(hashOf('lw_other'))?.scope).toEqual({ agent: ['agent-7'] });
    expect(tokens).toBeNull();
  });

  it.each([
    ['an unknown role', `keys: [{ name: a, hash: '${HASH}', role: root }]`, ['keys[0].role']],
    ['a key in plain text', 'keys: [{ name: a, hash: lw_secret, role: admin }]', ['keys[0].hash']],
    [
      'a supervisor of everything',
      `keys: [{ name: a, hash: '${HASH}', role: supervisor }]`,
      ['keys[0].teams'],
    ],
    ['an agent who is nobody', `keys: [{ name: a, hash: '${HASH}', role: agent }]`, ['keys[0].agent']],
    [
      'a limit that would not be kept',
      `keys: [{ name: a, hash: '${HASH}', role: manager, teams: [x] }]`,
      ['keys[0].teams'],
    ],
    [
      'one name or hash twice',
      `keys: [{ name: a, hash: '${HASH}', role: admin }, { name: a, hash: '${HASH}', role: wallboard }]`,
      ['keys[1].name', 'keys[1].hash'],
    ],
    ['nobody', 'keys: []', ['access.yaml']],
    ['what is no YAML', 'keys: [', ['access.yaml']],
    [
      'tokens whose keys anybody between could change',
      'tokens: { issuer: i, audience: a, jwks: http://id.example.com/jwks.json }',
      ['tokens.jwks'],
    ],
  ])('is refused with %s', (_, text, paths) => {
    expect(faultsOf(text)).toEqual(paths);
  });

  it('does not repeat what may be a key in its faults', () => {
    const key = makeKey();
    expect(() => parseAccess(`keys: [{ name: a, hash: ${key}, role: admin }]`, 'access.yaml')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(key) }),
    );
  });
});

describe('make-key', () => {
  function say(options: Parameters<typeof showNewKey>[0]): string[] {
    const lines: string[] = [];
    showNewKey(options, { say: (line) => lines.push(line), progress() {} });
    return lines;
  }

  it('prints a key and the lines that let it in, and never the same key', () => {
    const options = { name: 'lena', role: 'supervisor', teams: ['support'], queues: [] };
    const [shown, , ...entry] = say(options);
    const key = shown!.split(' ').at(-1)!;
    const { principals } = parseAccess(['keys:', ...entry].join('\n'), 'access.yaml');
    expect(principals.get(hashOf(key))).toEqual({
      name: 'lena',
      role: 'supervisor',
      scope: { team: ['support'] },
    });
    expect(say(options)[0]).not.toBe(shown);
  });

  it('makes no key that would not be let in', () => {
    expect(() => say({ name: 'x', role: 'agent', teams: [], queues: [] })).toThrow(/agent/);
  });
});
