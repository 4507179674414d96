import { spawn } from 'node:child_process';
import { type DurationMs, SECOND } from '../../../core/model/time';
import type { Deliver } from './delivery';

/** Whoever takes longer is ended. */
const LIMIT: DurationMs = 30 * SECOND;

/** What programs need to find their way, and nothing that may hold a secret. */
const PASSED_ON =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|DISPLAY|WAYLAND_DISPLAY|DBUS_SESSION_BUS_ADDRESS|XDG_RUNTIME_DIR|SystemRoot|SystemDrive|windir|ComSpec|PATHEXT|USERPROFILE|USERNAME|APPDATA|LOCALAPPDATA|ProgramData|ProgramFiles(?:\(x86\))?)$/i;

/** Hands notifications to a command of the system's shell: JSON on its standard input, with a last line feed. */
export function notifyCommand(command: string, limit: DurationMs = LIMIT): Deliver {
  return (message, signal) =>
    new Promise((resolve) => {
      const ended = (words: string) => resolve({ kind: 'refused', words });
      const isPosix = process.platform !== 'win32';
      const child = spawn(command, {
        shell: true,
        // A group of its own, so that what it starts ends with it.
        detached: isPosix,
        windowsHide: true,
        stdio: ['pipe', 'ignore', 'ignore'],
        env: environmentFor(process.env),
      });
      const end = () => {
        try {
          if (isPosix && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
          else child.kill('SIGKILL');
        } catch {
          // It has ended meanwhile.
        }
      };
      const late = setTimeout(() => {
        end();
        ended('The command took too long, and was ended.');
      }, limit);
      signal.addEventListener('abort', end, { once: true });
      const over = () => {
        clearTimeout(late);
        signal.removeEventListener('abort', end);
      };
      child.once('error', () => {
        over();
        ended("The command can't be started.");
      });
      child.once('exit', (code) => {
        over();
        if (code === 0) resolve({ kind: 'done' });
        else ended(code === null ? 'The command was ended.' : `The command ended with ${code}.`);
      });
      // It may not read.
      child.stdin.on('error', () => undefined);
      child.stdin.end(`${JSON.stringify(message)}\n`);
    });
}

function environmentFor(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => PASSED_ON.test(name)));
}
