import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Whether a program of this name is on the PATH. Looks at files only, so it costs nothing. */
export function isOnPath(program, path = process.env.PATH ?? '') {
  return path.split(delimiter).some((folder) => {
    if (folder === '') return false;
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Runs a program to its end and resolves to its exit code (`null` when it was stopped or could not start) and what it
 * printed. With `show`, output goes to the terminal instead and `output` is empty. `timeout` is in milliseconds.
 */
export function run(program, args, { cwd, env = process.env, show = false, timeout = 0 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env,
      timeout,
      killSignal: 'SIGKILL',
      windowsHide: true,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.on('error', (error) => resolve({ code: null, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** Runs npm, through its JavaScript file where that can be found, so that no shell is involved. */
export function runNpm(args, options) {
  const cli = npmCli();
  if (cli !== null) return run(process.execPath, [cli, ...args], options);
  return run('npm', args, options);
}

function npmCli() {
  const fromNpm = process.env.npm_execpath;
  if (fromNpm?.endsWith('npm-cli.js')) return fromNpm;
  const folder = dirname(process.execPath);
  const places = [join(folder, 'node_modules'), join(folder, '..', 'lib', 'node_modules')];
  return places.map((place) => join(place, 'npm', 'bin', 'npm-cli.js')).find((file) => existsSync(file)) ?? null;
}
