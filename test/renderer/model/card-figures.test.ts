import { describe, expect, it } from 'vitest';
import { mainButtonOf } from '../../../src/core/wording/main-button';
import { DAY, HOUR, MINUTE } from '../../../src/ipc/vocabulary';
import { daysLeftOf } from '../../../src/renderer/model/time/days-left';
import { scheduleChoices, scheduleKey } from '../../../src/renderer/model/time/schedule-words';

type View = Parameters<typeof mainButtonOf>[0];

const NOW = Date.UTC(2026, 10, 23);
const left = (span: number, lifetime = 90 * DAY, isTokenDead = false) =>
  daysLeftOf({ expiresAt: NOW + span, lifetime, isTokenDead }, NOW);

describe('the ring', () => {
  it('is there only once there is a token', () => {
    expect(daysLeftOf({ expiresAt: null, lifetime: null, isTokenDead: false }, NOW)).toBeNull();
  });

  it('counts days as the state in words does', () => {
    expect(left(90 * DAY - MINUTE)).toMatchObject({ figure: '90', unit: 'days', words: '90 of 90 days left' });
    expect(left(45 * DAY)).toMatchObject({ figure: '45', part: 0.5 });
    expect(left(36 * HOUR - 1)).toMatchObject({ figure: '36', unit: 'hours', words: '36 hours left' });
    expect(left(90 * MINUTE)).toMatchObject({ figure: '2', unit: 'hours' });
    expect(left(61 * MINUTE)).toMatchObject({ figure: '1', unit: 'hour', words: '1 hour left' });
    expect(left(59 * MINUTE)).toMatchObject({ figure: '59', unit: 'min', words: '59 minutes left' });
    expect(left(1)).toMatchObject({ figure: '1', words: '1 minute left' });
  });

  it('is empty once the token has expired, and never more than full', () => {
    expect(left(0)).toMatchObject({ figure: '0', part: 0, words: 'No days left' });
    expect(left(-DAY)).toMatchObject({ part: 0 });
    expect(left(88 * DAY, 90 * DAY, true)).toMatchObject({ figure: '0', part: 0, words: 'No days left' });
    expect(left(100 * DAY)).toMatchObject({ part: 1, words: '100 of 100 days left' });
  });
});

describe('the button that stands out', () => {
  const main = (
    view: Pick<View, 'status' | 'trouble'> &
      Partial<Pick<View, 'endsWith' | 'issuedAt' | 'application' | 'troubleDetails'>>,
  ) => mainButtonOf({ endsWith: 'lifetime', issuedAt: NOW, application: 'secret', troubleDetails: null, ...view });
  const trouble = { what: '', advice: '' };
  it('copies while all is well or will be', () => {
    expect(main({ status: 'fine', trouble: null })).toBe('copy');
    expect(main({ status: 'soon', trouble: null })).toBe('copy');
    const passing = { ...trouble, kind: 'transient', remedy: 'wait' } as const;
    expect(main({ status: 'offline', trouble: passing })).toBe('copy');
  });

  it('signs in where only that helps', () => {
    for (const status of ['new', 'expired', 'person', 'no-mfa'] as const)
      expect(main({ status, trouble: null })).toBe('sign-in');
    expect(main({ status: 'soon', trouble: null, endsWith: 'sign-in' })).toBe('sign-in');
  });

  it('does not sign in while there is no way to the server, but tries the token that seems to have expired', () => {
    const passing = { ...trouble, kind: 'transient', remedy: 'wait' } as const;
    const troubleDetails = { code: 'network/refused', text: '' };
    expect(main({ status: 'expired', trouble: passing, troubleDetails })).toBe('refresh');
    const busy = { code: 'reply/throttled', text: '' };
    expect(main({ status: 'expired', trouble: passing, troubleDetails: busy })).toBe('sign-in');
  });

  it('is the remedy of a trouble that somebody must see to', () => {
    const setup = { ...trouble, kind: 'setup', remedy: 'replace-secret' } as const;
    expect(main({ status: 'person', trouble: setup })).toBe('replace-secret');
  });

  it('replaces a credential that has expired', () => {
    const expired = { status: 'credential-expired', trouble: null } as const;
    expect(main(expired)).toBe('replace-secret');
    expect(main({ ...expired, application: 'certificate' })).toBe('replace-certificate');
  });

  it('tries again where an admin has to act and signing in does not help, once there is a token to try', () => {
    const blocked = { ...trouble, kind: 'setup', remedy: 'wait' } as const;
    expect(main({ status: 'person', trouble: blocked })).toBe('refresh');
    expect(main({ status: 'person', trouble: blocked, issuedAt: null })).toBe('sign-in');
  });
});

describe('the schedules to choose from', () => {
  it('are the usual ones and "remind me only"', () => {
    const words = scheduleChoices({ kind: 'every', interval: DAY }).map((choice) => choice.words);
    expect(words).toEqual([
      'Every hour',
      'Every 6 hours',
      'Every 12 hours',
      'Every 24 hours',
      'Every 3 days',
      'Every 7 days',
      'Every 14 days',
      'Every 30 days',
      'Remind me only (no automatic refresh)',
    ]);
  });

  it('have the present one among them, whatever it is', () => {
    const present = { kind: 'every', interval: 5 * HOUR } as const;
    const choice = scheduleChoices(present).find(({ key }) => key === scheduleKey(present));
    expect(choice).toMatchObject({ words: 'Every 5 hours', schedule: present });
  });
});
