import { describe, expect, it } from 'vitest';
import type { Credential } from '../../../src/core/model/credential';
import { openLoopback } from '../../../src/platform/loopback/loopback';
import { Browser } from '../../practice/support/browser';
import { practise, signIn } from '../../practice/support/cloud';
import { begin, connection, never, tokensOf } from './support';

describe("signing in with the system's browser, through unmodified MSAL", () => {
  it('goes by way of another port than the registered one, and trades the code with the same', async () => {
    const cloud = await practise();
    const loopback = await openLoopback({ signal: never(), ports: { first: 18_401, last: 18_999 } });
    const { port } = new URL(loopback.redirectUri);
    expect(connection().redirectUri).not.toContain(port);
    const credential: Credential = { kind: 'secret', clientSecret: cloud.partner.clientSecret };
    const { redirectUri } = loopback;
    const started = await begin({ fetch, practiceOrigin: () => cloud.origin }, { credential, redirectUri });
    const browser = await signIn(cloud, await new Browser(cloud.origin).open(started.url));
    const answer = loopback.answerTo(started.state);
    const page = await fetch(browser.left ?? '');
    expect(await page.text()).toContain('You can close this page');
    const answered = await answer;
    if (answered.kind !== 'answered') throw new Error(answered.kind);
    tokensOf(await started.finish(answered.url));
  });
});
