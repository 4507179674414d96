import { describe, expect, it } from 'vitest';
import type { ExportedRefreshToken } from '../../../src/core/model/exported-token';
import type { Result } from '../../../src/core/model/failure';
import { DAY } from '../../../src/core/model/time';
import { exportToClipboard, exportToFile } from '../../../src/main/clipboard/token-exporter';
import { aConnection, aFailure, NOW } from '../support';

const TOKEN = 'the.refresh-token_itself';
const COPY: Result<ExportedRefreshToken> = {
  ok: true,
  value: { refreshToken: TOKEN, exportId: 'c'.repeat(32), issuedAt: NOW, expiresAt: NOW + 90 * DAY },
};

interface Given {
  readonly copy?: Result<ExportedRefreshToken>;
  readonly where?: string | null;
  /** What the person says to main's own question. */
  readonly says?: boolean;
  /** Whether what is written to refuses. */
  readonly refuses?: boolean;
}

function setUp({ copy = COPY, where = '/home/ada/token.txt', says = true, refuses = false }: Given = {}) {
  const did: string[] = [];
  const questions: string[] = [];
  const log: string[] = [];
  const notes: unknown[] = [];
  const take = (what: string) => {
    did.push(what);
    if (refuses) throw Object.assign(new Error(`EACCES: ${TOKEN}`), { code: 'EACCES' });
  };
  const ports: Parameters<typeof exportToFile>[0] = {
    keeper: {
      find: (id) => aConnection({ id, name: 'Contoso: EU/UK' }),
      exportRefreshToken: async (_, to, note) => {
        did.push(`taken for ${to}`);
        notes.push(note);
        return copy;
      },
      withdrawExport: async (_, exportId) => {
        did.push(`withdrawn ${exportId.slice(0, 2)}`);
        return { ok: true, value: null };
      },
    },
    lease: {
      copy: async (text, _id, what) => {
        take(`lent ${text} as ${what}`);
        return { clearsAt: NOW + 15_000 };
      },
    },
    confirm: async ({ message }) => {
      questions.push(message);
      return says;
    },
    askWhere: async ({ suggestion }) => {
      did.push(`asked: ${suggestion}`);
      return where;
    },
    write: async (path, text) => take(`wrote ${text} to ${path}`),
    log: (event, detail) => log.push(JSON.stringify([event, detail])),
  };
  return { did, ports, log, questions, notes };
}

describe('a refresh token', () => {
  it('is lent to the clipboard for as long as an access token is', async () => {
    const { did, ports } = setUp();
    expect(await exportToClipboard(ports, 'a')).toEqual({
      ok: true,
      value: { kind: 'copied', clearsAt: NOW + 15_000, expiresAt: NOW + 90 * DAY },
    });
    expect(did).toEqual(['taken for clipboard', `lent ${TOKEN} as refresh-token`]);
  });

  it('is saved where the person says, and taken only after that', async () => {
    const { did, ports, notes } = setUp();
    const reply = await exportToFile(ports, 'a', 'Billing');
    expect(reply).toEqual({
      ok: true,
      value: { kind: 'saved', path: '/home/ada/token.txt', expiresAt: NOW + 90 * DAY },
    });
    expect(did).toEqual([
      'asked: Contoso EUUK refresh token.txt',
      'taken for file',
      `wrote ${TOKEN} to /home/ada/token.txt`,
    ]);
    expect(notes).toEqual([{ place: '/home/ada/token.txt', label: 'Billing' }]);
  });

  it.each([
    ['clipboard', exportToClipboard],
    ['file', exportToFile],
  ])('stays where it is when the person says no to main, whatever the panel says (%s)', async (_, exportIt) => {
    const { did, ports, questions } = setUp({ says: false });
    expect(await exportIt(ports, 'a')).toEqual({ ok: true, value: { kind: 'cancelled' } });
    expect(questions).toEqual(['Export the refresh token of "Contoso: EU/UK"?']);
    expect(did).toEqual([]);
  });

  it('stays where it is when the person chooses no file', async () => {
    const { did, ports } = setUp({ where: null });
    expect(await exportToFile(ports, 'a')).toEqual({ ok: true, value: { kind: 'cancelled' } });
    expect(did).toHaveLength(1);
  });

  it.each([
    ['clipboard', exportToClipboard],
    ['file', exportToFile],
  ])('that did not reach the %s is no copy, and is not told in any message', async (_, exportIt) => {
    const { did, ports, log } = setUp({ refuses: true });
    const reply = await exportIt(ports, 'a');
    expect(reply.ok).toBe(false);
    expect(did.at(-1)).toBe('withdrawn cc');
    expect(JSON.stringify([reply, log])).not.toContain(TOKEN);
    expect(log.join()).toContain('EACCES');
  });

  it('that the keeper does not hand out is not looked for elsewhere', async () => {
    const { did, ports } = setUp({ copy: { ok: false, failure: aFailure() } });
    expect(await exportToClipboard(ports, 'a')).toMatchObject({
      ok: false,
      what: 'The server refused the network connection.',
    });
    expect(did).toEqual(['taken for clipboard']);
  });
});
