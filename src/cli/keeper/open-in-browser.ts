import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { SECOND } from '../../core/model/time';
import { expectedPage } from '../../platform/sign-in/expected-page';
import type { OpenExternal } from '../../platform/sign-in/flow';

/** What hands an address to the system. */
const OPENERS: Partial<Readonly<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  // By its whole path: Windows looks in the current folder first.
  win32: [`${process.env.SystemRoot ?? 'C:\\Windows'}\\System32\\rundll32.exe`, 'url.dll,FileProtocolHandler'],
};

/** One that finds no browser says so within this; one that is a browser stays. */
const PATIENCE = 3 * SECOND;

/** Opens a cloud's page in the person's own browser. Rejects when it is no page of that cloud, and when there is no browser. */
export const openInBrowser: OpenExternal = async (address, place, practiceOrigin) => {
  const page = expectedPage(address, place, practiceOrigin);
  if (page === null) throw new Error('not a page of this cloud');
  const [command = '', ...rest] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...rest, page], { detached: true, stdio: 'ignore' });
  child.unref();
  const over = new AbortController();
  const ended = once(child, 'exit').then(([code]) => code === 0);
  const stays = wait(PATIENCE, true, { signal: over.signal, ref: false }).catch(() => true);
  const isOpened = await Promise.race([ended, stays]);
  over.abort();
  if (!isOpened) throw new Error('no browser');
};
