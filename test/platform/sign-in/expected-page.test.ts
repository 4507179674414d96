import { describe, expect, it } from 'vitest';
import { CLOUDS, type Place } from '../../../src/core/model/clouds';
import { expectedPage } from '../../../src/platform/sign-in/expected-page';

const GLOBAL: Place = { cloud: 'global', customCloud: null };
const PRACTICE: Place = { cloud: 'practice', customCloud: null };
const LAB: Place = {
  cloud: 'custom',
  customCloud: {
    authority: 'https://login.lab.example',
    partnerCenter: 'https://api.lab.example',
    scope: '',
    extraCa: null,
  },
};
const LOOPBACK = 'http://127.0.0.1:8123';

describe("what is opened in the person's browser", () => {
  it.each([
    [GLOBAL, 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=x'],
    [GLOBAL, `${CLOUDS.global.portal}/#view/x`],
    [GLOBAL, 'https://microsoft.com/devicelogin'],
    [{ cloud: 'china', customCloud: null }, `${CLOUDS.china.portal}/x`],
    [LAB, 'https://login.lab.example/authorize'],
    [PRACTICE, `${LOOPBACK}/device`],
  ] as const)('%o: a page of its own, %s', (place, address) => {
    expect(expectedPage(address, place, LOOPBACK)).toBe(address);
  });

  it.each([
    'file:///C:/Windows/System32/calc.exe',
    'file://login.lab.example/share/calc.exe',
    'smb://login.lab.example/share',
    'ms-settings:about',
    'javascript:alert(1)',
    'http://login.lab.example/authorize',
    'https://login.lab.example:8443/authorize',
    'https://login.lab.example.evil.example/',
    'https://login.lab.example@evil.example/',
    'https://portal.azure.com/',
    `${LOOPBACK}/device`,
    'blob:https://login.lab.example/1',
    'not an address',
    '',
  ])('never what a server of a custom cloud names elsewhere: %s', (address) => {
    expect(expectedPage(address, LAB, LOOPBACK)).toBeNull();
  });

  it("of the practice cloud its own origin alone, and not while it doesn't run", () => {
    expect(expectedPage('https://login.microsoftonline.com/', PRACTICE, LOOPBACK)).toBeNull();
    expect(expectedPage('http://127.0.0.1:9/', PRACTICE, LOOPBACK)).toBeNull();
    expect(expectedPage('file:///x', PRACTICE, null)).toBeNull();
  });
});
