import { describe, expect, it, test } from 'vitest';
import { FAMILIES } from '../../../src/core/failures/catalogue';
import { classify, invalid, otherAccount, ownFailure } from '../../../src/core/failures/classify';
import { type Explanation, errorPage, explain } from '../../../src/core/failures/explain';
import type { Occasion } from '../../../src/core/failures/row';
import { CIRCUMSTANCES } from '../../../src/core/failures/row';
import type { ConnectionSettings } from '../../../src/core/model/connection';
import type { Failure } from '../../../src/core/model/failure';
import { EXCHANGE_CLIENT_ID, methodsFor } from '../../../src/core/validation/sign-in-methods';
import { rawReply } from '../../support/raw-reply';
import { CONTOSO } from '../world';

const PUBLIC = { application: { kind: 'public' } } as const;
const CERTIFICATE = { application: { kind: 'certificate' } } as const;
const GRAPH = { resource: { kind: 'graph' } } as const;
const OTHER = { resource: { kind: 'custom', scopes: ['https://vault.azure.net/user_impersonation'] } } as const;
const IN_PLACE = {
  cloud: 'custom',
  customCloud: {
    authority: 'https://login.example.com',
    partnerCenter: 'https://api.example.com',
    scope: 'https://api.example.com/user_impersonation',
    extraCa: null,
  },
} as const;
const EXCHANGE_OWN = {
  ...PUBLIC,
  clientId: EXCHANGE_CLIENT_ID,
  resource: { kind: 'exchange-online' },
  signInMethod: 'device-code',
} as const;
const WEB = 'https://app.contoso.com/auth';

/** A code, or an AADSTS number, in words for a connection that is Contoso's but for `change`. */
function told(code: number | string, change: Partial<ConnectionSettings>, occasion?: Occasion): Explanation {
  const failure: Failure = { code: typeof code === 'number' ? `AADSTS${code}` : code, at: 0 };
  return explain(failure, { ...CONTOSO, ...change }, occasion);
}

describe('the redirect URI', () => {
  it.each([50011, 700084, 9002327])('of AADSTS%i belongs to the platform of the application', (code) => {
    expect(told(code, {}).advice).toContain('platform "Web"');
    expect(told(code, PUBLIC).advice).toContain('platform "Mobile and desktop applications"');
    expect(told(code, PUBLIC).advice).not.toContain('"Web"');
  });

  it('does so of unauthorized_client too', () => {
    expect(told('oauth/unauthorized_client', PUBLIC).advice).toContain('"Mobile and desktop applications"');
  });
});

describe('a permission that is missing', () => {
  it.each([650051, 650053, 650056, 650057])('is of the resource of the connection (AADSTS%i)', (code) => {
    expect(told(code, {}).advice).toContain('"Microsoft Partner Center, user_impersonation"');
    expect(told(code, GRAPH).advice).toContain('"Microsoft Graph, User.Read"');
    expect(told(code, { resource: { kind: 'exchange-online' } }).advice).toContain('"Office 365 Exchange Online,');
    expect(told(code, OTHER)).toMatchObject({ remedy: 'edit-connection' });
    for (const change of [GRAPH, OTHER, IN_PLACE, EXCHANGE_OWN])
      expect(told(code, change).advice).not.toContain('Partner Center');
  });

  it('does not send whoever uses Graph to Partner Center (AADSTS500011)', () => {
    expect(told(500011, {}).advice).toContain('Partner Center');
    for (const change of [GRAPH, OTHER, IN_PLACE, EXCHANGE_OWN])
      expect(told(500011, change).advice).not.toContain('Partner Center');
  });
});

describe('a sign-in that Conditional Access blocks', () => {
  it.each([53000, 53001, 53003, 530003])('is offered the browser only where that is another way (AADSTS%i)', (code) => {
    expect(told(code, {})).toMatchObject({
      remedy: 'sign-in-in-browser',
      advice: expect.stringMatching(/^Sign in with your browser/),
    });
    for (const change of [{ signInMethod: 'system-browser' } as const, EXCHANGE_OWN])
      expect(told(code, change)).toMatchObject({
        remedy: 'sign-in',
        advice: expect.stringMatching(/^Ask a tenant admin/),
      });
  });

  it('is told that the redirect URI is in the way of the browser, with the button that leads there', () => {
    const { remedy, advice } = told(53003, { redirectUri: WEB });
    expect(remedy).toBe('edit-connection');
    expect(advice).toContain('http://localhost');
  });
});

describe('the credential of an application', () => {
  it.each([
    [{}, 'client secret', 'replace-secret'],
    [CERTIFICATE, 'certificate', 'replace-certificate'],
  ] as const)('is called by its name when it is gone', (change, name, remedy) => {
    expect(told('secret/gone', change)).toMatchObject({ what: `The ${name} is no longer in the keychain.`, remedy });
  });

  it('is nothing that a public client is told to become (AADSTS7000218)', () => {
    const { advice, remedy } = told(7000218, PUBLIC);
    expect(advice).toContain('allow public client flows');
    expect(remedy).toBe('open-app-registration');
    expect(told(7000218, { ...PUBLIC, ...IN_PLACE }).remedy).toBe('edit-connection');
  });
});

test.each([65001, 65004, 'AADSTS70000/scopes', 'oauth/consent_required'])(
  'who signs in with a code is not told to sign in with consent, which a code cannot ask for (%s)',
  (code) => {
    expect(told(code, {}).remedy).toBe('sign-in-with-consent');
    const { remedy, advice } = told(code, EXCHANGE_OWN);
    expect(remedy).toBe('sign-in');
    expect(advice).not.toContain('with consent');
  },
);

describe('what is tried again by the app', () => {
  it('is said to be only where it is: not of what somebody asked for once', () => {
    expect(told('reply/throttled', {}).advice).toBe('No action needed. The app retries automatically.');
    expect(told('reply/throttled', {}, 'request').advice).toBe('Try again later.');
    expect(told('network/name', {}).advice).toBe(
      'Check the network connection and DNS. The app retries automatically.',
    );
    for (const occasion of ['request', 'import'] as const)
      expect(told('network/name', {}, occasion).advice).toBe('Check the network connection and DNS. Then try again.');
  });

  it('never is on any other occasion', () => {
    for (const failure of everyFailure())
      for (const occasion of ['request', 'import'] as const)
        expect(explain(failure, CONTOSO, occasion).advice, failure.code).not.toContain('automatically');
  });
});

describe('what is wrong with certificates and TLS', () => {
  it('asks first of all for the date, where that is the matter, and for no other authority to trust', () => {
    for (const change of [{}, IN_PLACE]) {
      const { advice } = told('network/certificate-date', change);
      expect(advice).toMatch(/^Check this computer's date and time\./);
      expect(advice).not.toMatch(/authority|store/);
    }
  });

  it('does not end at the authority that may be chosen already', () => {
    expect(told('network/certificate', IN_PLACE).advice).toContain("If you already have, check this computer's date");
  });

  it('asks for no other authority where the certificate is of somebody else', () => {
    expect(told('network/certificate-name', {}).advice).toMatch(/^Open a browser/);
    expect(told('network/certificate-name', IN_PLACE)).toMatchObject({
      advice: expect.stringMatching(/^Check the addresses/),
      remedy: 'edit-connection',
    });
    for (const change of [{}, IN_PLACE])
      expect(told('network/certificate-name', change).advice).not.toMatch(/certificate|store/);
  });

  it('has no word of certificates where TLS could not be agreed', () => {
    const { what, advice } = told('network/tls', IN_PLACE);
    expect(`${what} ${advice}`).not.toMatch(/certificate|authority/i);
    expect(advice).toContain('proxy');
  });
});

test('what Windows says of its credential store has no word of Linux', () => {
  for (const code of ['keychain/full', 'keychain/no-session']) {
    const { what, advice } = told(code, {});
    expect(`${what} ${advice}`).toMatch(/Windows/);
    expect(`${what} ${advice}`).not.toMatch(/Linux|Secret Service/);
  }
});

describe('a refresh token that somebody brought', () => {
  it('is spoken of as theirs', () => {
    expect(told(70000, {}, 'import').advice).toContain('or sign in instead');
    expect(told(9002313, {}, 'import').advice).toContain('or sign in instead');
    expect(told(700007, {}, 'import')).toMatchObject({
      remedy: 'edit-connection',
      what: expect.stringContaining('different application'),
    });
    expect(told(70008, {}, 'import').what).toBe('This refresh token expired.');
  });

  it('that has expired is said to have done so, and when', () => {
    const error_description =
      'AADSTS700082: The refresh token has expired due to inactivity. The token was issued on 2026-05-01T10:00:00.1234567Z and was inactive for 90.00:00:00. Trace ID: x';
    const failure = classify(rawReply(400, { error: 'invalid_grant', error_description }), 0);
    expect(explain(failure, CONTOSO, 'import').what).toBe('This refresh token expired on 2026-07-30.');
    expect(explain(failure, CONTOSO).what).toBe("The refresh token expired because it wasn't used in time.");
  });
});

describe('what only this one failure can tell', () => {
  it('is who signed in instead', () => {
    const failure = classify(otherAccount('eve@contoso.com'), 0);
    expect(explain(failure, CONTOSO).what).toContain('eve@contoso.com');
    expect(explain({ ...failure, detail: undefined as never }, CONTOSO).what).toMatch(/different account/);
  });

  it('is in which cloud the tenant is', () => {
    const error_description = "AADSTS90038: The tenant belongs to the National Cloud 'MicrosoftOnline.US'.";
    const failure = classify(rawReply(400, { error: 'invalid_request', error_description }), 0);
    expect(explain(failure, CONTOSO)).toMatchObject({
      what: 'This tenant is in another cloud: MicrosoftOnline.US.',
      remedy: 'add-connection',
    });
  });

  it('is which value is wrong', () => {
    expect(explain(invalid('The name is taken.', 0).failure, null).what).toBe('The name is taken.');
  });

  it('is which process has the folder, and since when', () => {
    const holder = { kind: 'holder', processId: 4711, since: Date.UTC(2026, 0, 1, 10, 30) } as const;
    expect(explain(ownFailure('folder/busy', 0, holder), null)).toMatchObject({
      what: 'Another Partner Token Tray is using the connections.',
      note: 'Process 4711 has been using them since 2026-01-01 10:30 UTC.',
    });
  });

  it('is that a new token is held in memory only', () => {
    const held = explain(ownFailure('keychain/locked', 0, { kind: 'in-memory' }), CONTOSO);
    expect(held).toMatchObject({ what: 'The keychain is locked.', note: expect.stringContaining('in memory only') });
    expect(explain(ownFailure('keychain/locked', 0), CONTOSO)).not.toHaveProperty('note');
  });

  it('is where the old file is, and where the connections came from', () => {
    const damaged = (recovered: 'from-keychain' | 'in-part') =>
      explain(ownFailure('file/bad', 0, { kind: 'file', setAsideAs: 'connections.json.bad-1', recovered }), null);
    expect(damaged('from-keychain')).toMatchObject({
      advice: expect.stringContaining('recovered from the keychain'),
      note: expect.stringContaining('connections.json.bad-1'),
    });
    expect(damaged('in-part').advice).toContain('What could be read');
  });
});

describe('a code that is not known', () => {
  const failure: Failure = { code: 'AADSTS999999', at: 0, sentence: 'AADSTS999999: Something new.' };

  it('is told neutrally, with what Entra ID says and where it explains the code, and no button that cannot help', () => {
    expect(explain(failure, CONTOSO)).toEqual({
      kind: 'person',
      what: "Entra ID refused with a code that this app doesn't know.",
      advice: 'Read what Entra ID says about this code, or give the details to support.',
      remedy: 'wait',
      note: 'Entra ID says: AADSTS999999: Something new.',
      lookUp: 999999,
    });
    expect(errorPage(999999)).toBe('https://login.microsoftonline.com/error?code=999999');
  });

  it('is told without a sentence when there is none', () => {
    expect(explain({ code: 'AADSTS999999', at: 0 }, null)).not.toHaveProperty('note');
  });

  it('is the only one of which Entra ID has to speak for itself', () => {
    for (const known of everyFailure()) {
      const explanation = explain({ ...known, sentence: 'Something.' }, CONTOSO);
      expect(explanation.note, known.code).toBeUndefined();
      expect(explanation.lookUp, known.code).toBeUndefined();
    }
  });
});

/** Connections of every kind that can be set up. */
function connections(): readonly ConnectionSettings[] {
  const kinds = [{}, PUBLIC, CERTIFICATE].flatMap((application) =>
    [{}, GRAPH, OTHER, IN_PLACE, { cloud: 'practice' } as const].map((change) => ({
      ...CONTOSO,
      ...application,
      ...change,
    })),
  );
  const places = kinds.flatMap((kind) => [kind, { ...kind, redirectUri: WEB }]);
  return [...places, { ...CONTOSO, ...EXCHANGE_OWN }].flatMap((place) =>
    methodsFor(place).map((signInMethod) => ({ ...place, signInMethod })),
  );
}

function everyFailure(): readonly Failure[] {
  return FAMILIES.flatMap(({ rows }) => Object.keys(rows)).map((code) => ({ code, at: 0 }));
}

/** Codes that only some kinds of application can meet. */
const OF_SOME_KINDS: Readonly<Record<string, readonly ConnectionSettings['application']['kind'][]>> = {
  AADSTS7000215: ['secret'],
  AADSTS7000222: ['secret'],
  AADSTS700025: ['secret', 'certificate'],
  AADSTS700027: ['certificate'],
  AADSTS700030: ['certificate'],
  AADSTS700024: ['certificate'],
  AADSTS1000502: ['certificate'],
  'secret/gone': ['secret', 'certificate'],
  'secret/mismatch': ['secret', 'certificate'],
};

test('for every connection there can be, sentences and button of every failure agree, and no button leads nowhere', () => {
  for (const connection of connections())
    for (const failure of everyFailure()) {
      const { kind } = connection.application;
      if (OF_SOME_KINDS[failure.code]?.includes(kind) === false) continue;
      const { advice, remedy } = explain(failure, connection);
      const about = `${failure.code}: ${advice} [${remedy}] for ${JSON.stringify(connection)}`;
      expect(advice, about).toMatch(/\.$/);
      if (CIRCUMSTANCES['no portal page'](connection)) expect(remedy, about).not.toBe('open-app-registration');
      if (remedy === 'sign-in') expect(advice, about).not.toMatch(/^Sign in with (your browser|consent)/);
      if (remedy === 'sign-in-in-browser') expect(methodsFor(connection), about).toContain('system-browser');
      if (remedy === 'sign-in-with-consent') expect(connection.signInMethod, about).not.toBe('device-code');
      if (remedy === 'replace-secret') expect(kind, about).toBe('secret');
      if (remedy === 'replace-certificate') expect(advice, about).not.toContain('secret');
      if (kind === 'public') expect(advice, about).not.toContain('platform "Web"');
    }
});
