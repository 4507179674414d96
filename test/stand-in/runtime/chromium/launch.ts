import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { hasDisplay } from './display';

/** Chromium has one policy for all its pages; pages with another one are kept from WebRTC altogether (contents-page.ts). */
export const WEB_RTC_POLICY = 'disable_non_proxied_udp';

const PROFILE_PREFIX = 'electron-stand-in-';

/** Debian's wrapper script only adds flags and costs time, so its binary comes first. */
const USUAL_PLACES = ['/usr/lib/chromium/chromium'];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];

/** The Chromium to show windows in. @throws Error saying what to install when there is none. */
function findChromium(): string {
  const wanted = process.env.STAND_IN_CHROMIUM;
  if (wanted) return wanted;
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = [...USUAL_PLACES, ...onPath].find((file) => existsSync(file));
  if (found) return found;
  throw new Error(
    'The stand-in for Electron shows windows in Chromium, and found none: install the Debian package "chromium", or set STAND_IN_CHROMIUM.',
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Removes the profiles of stand-ins that were killed. */
function removeStaleProfiles(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PROFILE_PREFIX)) continue;
    const pid = Number(name.slice(PROFILE_PREFIX.length).split('-')[0]);
    if (pid > 0 && !isRunning(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

export interface RunningChromium {
  readonly input: Writable;
  readonly output: Readable;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  kill(): void;
  removeProfile(): void;
}

function chromiumArguments(profile: string, extra: readonly string[]): string[] {
  return [
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    '--no-startup-window',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-dev-shm-usage',
    '--disable-extensions',
    '--disable-popup-blocking',
    '--disable-sync',
    // One page, one session: frames of other sites stay in it, so that webRequest sees what they load.
    '--disable-site-isolation-trials',
    // The address bar's suggestions (WebUIOmnibox…) are two pages more for each window, which nobody sees.
    '--disable-features=IsolateOrigins,site-per-process,Translate,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,PaintHolding,WebUIOmniboxPopup,WebUIOmniboxAimPopup',
    '--password-store=basic',
    `--webrtc-ip-handling-policy=${WEB_RTC_POLICY}`,
    '--use-mock-keychain',
    '--hide-scrollbars=false',
    ...(hasDisplay() ? ['--test-type'] : ['--headless=new']),
    ...extra,
  ];
}

function pipesOf(child: ChildProcess): { input: Writable; output: Readable } {
  const [, , , input, output] = child.stdio;
  if (!input || !output || !('write' in input) || !('read' in output))
    throw new Error('Chromium was started without its pipes');
  return { input, output };
}

/** Starts Chromium with a profile of its own that goes when it ends. */
export function launchChromium(extra: readonly string[]): RunningChromium {
  removeStaleProfiles();
  const profile = mkdtempSync(join(tmpdir(), `${PROFILE_PREFIX}${process.pid}-`));
  const child = spawn(findChromium(), chromiumArguments(profile, extra), {
    // Without a desktop there is no reason for Chromium to look for one on the session's bus.
    env: hasDisplay() ? process.env : { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
    stdio: ['ignore', 'ignore', process.env.STAND_IN_CHROMIUM_LOG ? 'inherit' : 'ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return {
    ...pipesOf(child),
    ended,
    kill: () => child.kill('SIGKILL'),
    removeProfile: () => rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 }),
  };
}
