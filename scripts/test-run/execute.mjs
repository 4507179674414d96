import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { root } from '../bootstrap/project.mjs';

/** Marks everything that this run starts, so that whatever outlives its stage can be found. */
const MARK = `PARTNER_TOKEN_TRAY_TEST_RUN=${randomUUID()}`;
const running = new Set();

/**
 * Runs a JavaScript file in Node to its end, in a process group of its own, and resolves to its exit code and output.
 * After `limit` milliseconds the whole group is ended, and the code is `null`.
 */
export function execute([file, ...args], { limit, env = {} }) {
  return new Promise((resolve) => {
    const [name, value] = MARK.split('=');
    const child = spawn(process.execPath, [file, ...args], {
      cwd: root,
      env: { ...process.env, ...env, [name]: value, NO_COLOR: '1', FORCE_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    running.add(child);
    let output = '';
    const collect = (text) => {
      output += text;
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    const timer = setTimeout(() => {
      output += `\nStopped after ${limit / 60_000} minutes.`;
      end(child);
    }, limit);
    // 'exit', since a process left behind would hold the pipes open and keep 'close' waiting.
    child.on('exit', (code) => setTimeout(() => finish(code), 100));
    child.on('error', (error) => {
      output += error.message;
      finish(null);
    });
    function finish(code) {
      clearTimeout(timer);
      running.delete(child);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ code, output });
    }
  });
}

/** Ends every running process, and all that they started, also in process groups of their own. */
export function endAll() {
  for (const child of running) end(child);
  for (const { pid } of marked()) tryToKill(pid);
}

/** Ends what this run started and left behind, and resolves to the names. Linux tells; elsewhere the answer is none. */
export async function endLeftovers() {
  // A process that has been told to stop may need a moment to do so.
  await new Promise((resolve) => setTimeout(resolve, 500));
  return marked().map(({ pid, name }) => {
    tryToKill(pid);
    return name;
  });
}

function marked() {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/environ`, 'latin1').includes(MARK)) return [];
        return [{ pid: Number(pid), name: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() }];
      } catch {
        return [];
      }
    });
}

function end(child) {
  tryToKill(process.platform === 'win32' ? child.pid : -child.pid);
}

function tryToKill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has already ended.
  }
}
