import { describe, expect, it } from 'vitest';
import { failed, refusedBy } from '../../../src/main/wording/replies';
import { detailsOf, detailsOfCheck, detailsOfTrouble, withPlace } from '../../../src/main/wording/support-details';
import { aConnection, aFailure, aTrouble, NOW } from '../support';

const FAILURE = aFailure({
  code: 'AADSTS50173',
  traceId: 'aaaa-1',
  correlationId: 'bbbb-2',
  sentence: 'AADSTS50173: FreshTokenNeeded.',
});

describe('details for support', () => {
  it('name the code, the time and the IDs, of every failure that is told', () => {
    const reply = failed(FAILURE, aConnection());
    expect(reply).toMatchObject({ ok: false, details: detailsOf(FAILURE, aConnection()) });
    expect(detailsOf(FAILURE, aConnection())).toEqual({
      code: 'AADSTS50173',
      text: [
        'Code: AADSTS50173',
        'What: The refresh token was revoked because the password changed or sessions were revoked.',
        'Entra ID: AADSTS50173: FreshTokenNeeded.',
        'Time: 2026-11-23T12:00:00.000Z',
        'Trace ID: aaaa-1',
        'Correlation ID: bbbb-2',
      ].join('\n'),
    });
  });

  it('leave out the IDs that there are none of', () => {
    expect(detailsOf(aFailure(), null).text).not.toMatch(/ID/);
  });

  it('are there of a failure that passes by itself too, which has no button', () => {
    expect(failed(aFailure(), null)).toEqual({
      ok: false,
      what: 'The server refused the network connection.',
      advice: 'Check the network, proxy, and firewall. Then try again.',
      details: expect.objectContaining({ code: 'network/refused' }),
    });
  });

  it('of a code that this app does not know have what Entra ID says, and where it explains the code', () => {
    const unknown = aFailure({ code: 'AADSTS999999', sentence: 'AADSTS999999: Something new.' });
    const { text, lookUp } = detailsOf(unknown, aConnection());
    expect(text).toContain('Entra ID: AADSTS999999: Something new.');
    expect(text).toContain('More: https://login.microsoftonline.com/error?code=999999');
    expect(lookUp).toBe(999999);
    const reply = failed(unknown, aConnection());
    expect(reply).toMatchObject({ note: 'Entra ID says: AADSTS999999: Something new.' });
    expect(reply).not.toHaveProperty('remedy');
    expect(detailsOf(FAILURE, aConnection())).not.toHaveProperty('lookUp');
  });

  it('say how long the trouble of a connection has lasted, and are not there when nothing is wrong', () => {
    const details = detailsOfTrouble(aConnection({ trouble: aTrouble(FAILURE, { attempts: 3 }) }));
    expect(details?.code).toBe('AADSTS50173');
    expect(details?.text).toContain('Failures in a row: 3, since 2026-11-23');
    expect(detailsOfTrouble(aConnection())).toBeNull();
  });

  it('of a call have statuses and IDs instead of a code', () => {
    const calls = [{ label: 'Key Vault: status', value: '403' }];
    const reply = refusedBy({ headline: 'The vault refused.', advice: 'Ask.' }, calls, NOW);
    expect(reply).toMatchObject({
      what: 'The vault refused.',
      advice: 'Ask.',
      details: {
        code: null,
        text: 'What: The vault refused.\nTime: 2026-11-23T12:00:00.000Z\nKey Vault: status: 403',
      },
    });
  });

  it('of a test have the time, what was found and the IDs of the calls', () => {
    const check = {
      ok: true,
      headline: 'It answers.',
      advice: null,
      remedy: null,
      facts: [{ label: 'MFA', value: 'yes' }],
      details: [{ label: 'Organization: status', value: '200' }],
    };
    expect(detailsOfCheck(check, NOW).text.split('\n')).toEqual([
      'What: It answers.',
      'Time: 2026-11-23T12:00:00.000Z',
      'MFA: yes',
      'Organization: status: 200',
    ]);
  });

  it('tell whose they are when they are copied, if they are anybody’s', () => {
    expect(withPlace('Code: x', aConnection())).toBe(
      'Code: x\nCloud: global\nTenant: contoso.example\nClient ID: 11111111-2222-4333-8444-555555555555',
    );
    expect(withPlace('Code: x', null)).toBe('Code: x');
  });
});
