import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { endsElsewhere, FAMILIES, isKnown, kindOf, meansExpired, rowOf } from '../../../src/core/failures/catalogue';
import type { FailureKind, RegistrationPage, Remedy } from '../../../src/core/model/failure';

const all = FAMILIES.flatMap(({ rows }) => Object.entries(rows));

/** Code, who can end it, the one button. */
const TABLE: Array<[string, FailureKind, Remedy]> = [
  ['AADSTS700082', 'person', 'sign-in'],
  ['AADSTS70008', 'person', 'sign-in'],
  ['AADSTS700084', 'setup', 'open-app-registration'],
  ['AADSTS50173', 'person', 'sign-in'],
  ['AADSTS70043', 'person', 'sign-in'],
  ['AADSTS70044', 'person', 'sign-in'],
  ['AADSTS50076', 'person', 'sign-in'],
  ['AADSTS50079', 'person', 'sign-in'],
  ['AADSTS50078', 'person', 'sign-in'],
  ['AADSTS50158', 'person', 'sign-in'],
  ['AADSTS53003', 'person', 'sign-in-in-browser'],
  ['AADSTS53000', 'person', 'sign-in-in-browser'],
  ['AADSTS530003', 'person', 'sign-in-in-browser'],
  ['AADSTS65001', 'person', 'sign-in-with-consent'],
  ['AADSTS7000215', 'setup', 'replace-secret'],
  ['AADSTS7000222', 'setup', 'replace-secret'],
  ['AADSTS700027', 'setup', 'replace-certificate'],
  ['AADSTS700016', 'setup', 'edit-connection'],
  ['AADSTS90002', 'setup', 'edit-connection'],
  ['AADSTS50034', 'setup', 'edit-connection'],
  ['AADSTS50057', 'person', 'sign-in'],
  ['AADSTS700007', 'person', 'edit-connection'],
  ['AADSTS70000', 'person', 'sign-in'],
  ['AADSTS50011', 'setup', 'copy-redirect-uri'],
  ['AADSTS9002327', 'setup', 'open-app-registration'],
  ['AADSTS9002313', 'person', 'sign-in'],
  ['AADSTS50105', 'setup', 'sign-in'],
  ['AADSTS7000112', 'setup', 'sign-in'],
  ['AADSTS700025', 'setup', 'replace-secret'],
  ['AADSTS7000218', 'setup', 'replace-secret'],
  ['AADSTS53001', 'person', 'sign-in-in-browser'],
  ['AADSTS53002', 'person', 'sign-in'],
  ['AADSTS50020', 'setup', 'edit-connection'],
  ['AADSTS90072', 'setup', 'edit-connection'],
  ['AADSTS50128', 'setup', 'edit-connection'],
  ['AADSTS50196', 'transient', 'wait'],
  ['AADSTS7000229', 'setup', 'open-app-registration'],
  ['AADSTS650051', 'setup', 'open-app-registration'],
  ['AADSTS1000502', 'setup', 'replace-certificate'],
  ['AADSTS900382', 'setup', 'add-connection'],
  ['AADSTS90038', 'setup', 'add-connection'],
  ['AADSTS90095', 'setup', 'open-app-registration'],
  ['AADSTS90099', 'setup', 'wait'],
  ['AADSTS500571', 'person', 'sign-in'],
  ['AADSTS500014', 'setup', 'wait'],
  ['AADSTS50194', 'setup', 'edit-connection'],
  ['partner-center/900421', 'person', 'sign-in'],
  ['partner-center/900124', 'setup', 'wait'],
  ['AADSTS50012', 'setup', 'replace-certificate'],
  ['AADSTS500021', 'setup', 'wait'],
  ['AADSTS500213', 'setup', 'wait'],
  ['AADSTS50058', 'person', 'sign-in'],
  ['AADSTS50135', 'person', 'sign-in'],
  ['AADSTS50155', 'person', 'sign-in-in-browser'],
  ['AADSTS65005', 'setup', 'open-app-registration'],
  ['AADSTS70011', 'setup', 'open-app-registration'],
  ['AADSTS80001', 'person', 'sign-in'],
  ['AADSTS90008', 'person', 'sign-in-with-consent'],
  ['AADSTS90093', 'setup', 'open-app-registration'],
  ['AADSTS16000', 'setup', 'edit-connection'],
  ['AADSTS50033', 'transient', 'wait'],
  ['AADSTS90024', 'transient', 'wait'],
];

test.each(TABLE)('%s is for: %s, and its button is: %s', (code, kind, remedy) => {
  expect(isKnown(code)).toBe(true);
  expect(rowOf(code)).toMatchObject({ kind, remedy });
  expect(kindOf(code)).toBe(kind);
});

const PAGES: Array<[string, RegistrationPage]> = [
  ['AADSTS7000215', 'credentials'],
  ['AADSTS7000222', 'credentials'],
  ['AADSTS700027', 'credentials'],
  ['AADSTS1000502', 'credentials'],
  ['AADSTS50011', 'authentication'],
  ['AADSTS700084', 'authentication'],
  ['AADSTS65001', 'api-permissions'],
  ['AADSTS650051', 'api-permissions'],
  ['AADSTS90094', 'api-permissions'],
  ['AADSTS700016', 'overview'],
];

test.each(PAGES)('%s can be seen in the app registration: %s', (code, page) => {
  expect(rowOf(code).registrationPage).toBe(page);
});

test('what only the sign-in can end leads nowhere in the app registration', () => {
  expect(rowOf('AADSTS700082')).not.toHaveProperty('registrationPage');
});

test('what leads to the app registration says where in it', () => {
  for (const [code, { remedy, registrationPage }] of all)
    if (remedy === 'open-app-registration') expect(registrationPage, code).toBeDefined();
});

test.each([530032, 530034, 530035, 530084, 53004, 53010, 53011])(
  'AADSTS%i is ended by an admin alone: the token is fine, and no button signs in',
  (code) => {
    const row = rowOf(`AADSTS${code}`);
    expect(row).toMatchObject({ kind: 'setup', remedy: 'wait', endsElsewhere: true });
    expect(row.advice).toMatch(/admin.*The refresh token is fine, and signing in again doesn't help\.$/);
  },
);

test('every code of a server has a source that can be opened, and only what this app says itself has none', () => {
  for (const { source, rows } of FAMILIES)
    for (const code of Object.keys(rows)) {
      const isOurs = !/^(AADSTS|oauth\/|partner-center\/)/.test(code);
      expect(source?.url ?? null, code).toEqual(isOurs ? null : expect.stringMatching(/^https:/));
      expect(source?.title.includes('Partner Center') ?? false, code).toBe(code.startsWith('partner-center/'));
    }
});

describe('a code', () => {
  it('has one row, in one family', () => {
    const codes = all.map(([code]) => code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it('has sentences that are whole, and short enough for a notification', () => {
    for (const [code, { what, advice, variants = [] }] of all)
      for (const sentence of [what, advice, ...variants.flatMap((variant) => [variant.what, variant.advice])]) {
        if (sentence === undefined) continue;
        expect(sentence, code).toMatch(/^[A-Z].*\.$/);
        expect(sentence.length, code).toBeLessThanOrEqual(240);
      }
  });

  it('that is not known is neutral: whoever can act reads what Entra ID says', () => {
    const codes = fc.integer({ min: 1_000_000, max: 999_999_999 }).map((number) => `AADSTS${number}`);
    fc.assert(
      fc.property(codes, (code) => {
        fc.pre(!isKnown(code));
        expect(rowOf(code)).toMatchObject({ kind: 'person', remedy: 'wait', endsElsewhere: true });
        expect(meansExpired(code)).toBe(false);
      }),
    );
  });

  it.each(['constructor', '__proto__', 'toString', ''])('%j is no code', (code) => {
    expect(isKnown(code)).toBe(false);
    expect(kindOf(code)).toBe('person');
  });
});

test('the codes that say that the token is over', () => {
  const over = all.map(([code]) => code).filter(meansExpired);
  expect(new Set(over)).toEqual(new Set(['AADSTS700082', 'AADSTS70008', 'AADSTS700084', 'AADSTS70043', 'AADSTS70044']));
});

test.each([
  ['AADSTS700082', false],
  ['AADSTS7000222', false],
  ['AADSTS53003', true],
  ['AADSTS50057', true],
  ['AADSTS50053', true],
  ['AADSTS50055', true],
  ['AADSTS7000215', true],
  ['oauth/invalid_grant', true],
  ['oauth/access_denied', false],
  ['secret/gone', false],
  ['keychain/locked', false],
])('%s can be ended without this app: %s', (code, can) => {
  expect(endsElsewhere(code)).toBe(can);
});
