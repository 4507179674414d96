import { spawn } from 'node:child_process';
import { once } from 'node:events';

const BUILDER = new URL('../../bootstrap/build.mjs', import.meta.url).href;

/** Builds what is out of date. Whatever the builder says goes to standard error: standard output is for figures. */
export async function build(): Promise<void> {
  const script = `import { ensureBuilt } from ${JSON.stringify(BUILDER)}; await ensureBuilt();`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 2, 2] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error('the app could not be built');
}
