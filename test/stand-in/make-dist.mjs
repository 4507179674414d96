import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const runtime = join(here, 'runtime');
const require = createRequire(import.meta.url);

/** Node's own launcher: a link to it must still find its folder, and `ELECTRON_RUN_AS_NODE` must make it plain Node. */
const LAUNCHER = `#!/bin/sh
# A stand-in for Electron: see docs/electron-truth.md
if [ -n "$ELECTRON_RUN_AS_NODE" ]; then exec node "$@"; fi
STAND_IN_EXECUTABLE=$(readlink -f "$0")
export STAND_IN_EXECUTABLE
exec node "\${STAND_IN_EXECUTABLE%/*}/stand-in/launch.mjs" "$@"
`;

const NOTICE =
  'This is a stand-in for Electron, for tests and for machines that cannot get Electron. It is not Electron.\n';

async function filesUnder(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function hashOfSources(version) {
  const hash = createHash('sha256').update(version).update(process.version);
  for (const file of [...(await filesUnder(runtime)), fileURLToPath(import.meta.url)]) {
    hash.update(file.slice(here.length)).update(await readFile(file));
  }
  return hash.digest('hex');
}

/**
 * Takes the names of Electron's members from its declarations, so that the stand-in can refuse, by name, those it lacks.
 * The file is generated and regular: types at two spaces, members at four.
 */
function readApi(declarations) {
  const own = {};
  const statics = {};
  const parents = {};
  const exports = {};
  let current = null;
  let inExports = false;
  for (const line of declarations.split('\n')) {
    const type = /^ {2}(?:class|interface) (\w+)(?: extends ([\w.]+))?/.exec(line);
    const namespace = /^ {2}namespace (\w+)/.exec(line);
    if (namespace) {
      inExports = namespace[1] === 'CrossProcessExports';
      current = null;
    } else if (type) {
      current = type[1];
      own[current] ??= [];
      statics[current] ??= [];
      if (type[2]) parents[current] = type[2];
    } else if (inExports) {
      const exported = /^ {4}(?:const (\w+): (?:typeof )?(\w+);|class (\w+))/.exec(line);
      if (exported) exports[exported[1] ?? exported[3]] = exported[2] ?? exported[3];
    } else if (current) {
      const member = /^ {4}(static )?(?:readonly )?(\w+)\??[(:<]/.exec(line);
      if (member && member[2] !== 'constructor') (member[1] ? statics : own)[current].push(member[2]);
    }
  }
  const withInherited = (name, table) => {
    const parent = parents[name];
    return [...new Set([...(table[name] ?? []), ...(parent && table[parent] ? withInherited(parent, table) : [])])];
  };
  const complete = (table) => Object.fromEntries(Object.keys(table).map((name) => [name, withInherited(name, table)]));
  return { members: complete(own), statics: complete(statics), exports };
}

async function bundle(build, { entry, outDir, fileName, page }) {
  await build({
    configFile: false,
    logLevel: 'warn',
    root: runtime,
    build: {
      outDir,
      emptyOutDir: false,
      minify: false,
      target: page ? 'chrome140' : 'node20',
      ...(page ? {} : { ssr: true }),
      lib: {
        entry: join(runtime, entry),
        formats: [page ? 'iife' : 'es'],
        name: 'standInPage',
        fileName: () => fileName,
      },
      rolldownOptions: page
        ? {}
        : {
            external: [/^node:/, 'bufferutil', 'utf-8-validate'],
            output: { entryFileNames: fileName, chunkFileNames: '[name].mjs' },
          },
    },
    ssr: { noExternal: true },
  });
}

async function assemble(folder, electron, version) {
  const { build } = await import('vite');
  const code = join(folder, 'stand-in');
  await mkdir(join(code, 'page'), { recursive: true });
  await mkdir(join(folder, 'resources'), { recursive: true });
  await mkdir(join(folder, 'locales'), { recursive: true });
  await Promise.all([
    bundle(build, { entry: 'launch.ts', outDir: code, fileName: 'launch.mjs', page: false }),
    ...['isolated-world', 'main-world', 'permissions', 'watcher'].map((name) =>
      bundle(build, { entry: `page/${name}.ts`, outDir: join(code, 'page'), fileName: `${name}.js`, page: true }),
    ),
    readFile(join(electron, 'electron.d.ts'), 'utf8').then((text) =>
      writeFile(join(code, 'api.json'), JSON.stringify(readApi(text))),
    ),
    writeFile(join(folder, 'electron'), LAUNCHER, { mode: 0o755 }),
    writeFile(join(folder, 'chrome-sandbox'), '#!/bin/sh\nexit 1\n', { mode: 0o755 }),
    writeFile(join(folder, 'version'), version),
    writeFile(join(folder, 'locales', 'en-US.pak'), ''),
    writeFile(join(folder, 'STAND-IN.txt'), NOTICE),
    cp(join(electron, 'LICENSE'), join(folder, 'LICENSE')),
  ]);
}

/**
 * Makes a folder that serves as Electron's (`ELECTRON_OVERRIDE_DIST_PATH`, electron-builder's `electronDist`), unless it is
 * there already and made from the same sources. Resolves to the folder.
 *
 * @param {string} [folder] Where to; `.cache/stand-in` of this repository when not given.
 * @returns {Promise<string>}
 */
export async function makeStandInDist(folder = join(here, '..', '..', '.cache', 'stand-in')) {
  const target = resolve(folder);
  const electron = dirname(require.resolve('electron/package.json'));
  const { version } = JSON.parse(await readFile(join(electron, 'package.json'), 'utf8'));
  const hash = await hashOfSources(version);
  const stamp = join(target, 'stand-in', 'made-from');
  const made = await readFile(stamp, 'utf8').catch(() => '');
  if (made === hash) return target;

  const partial = `${target}.${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  await assemble(partial, electron, version);
  await writeFile(join(partial, 'stand-in', 'made-from'), hash);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === hash) {
    // Somebody else made it meanwhile, and may be running it: leave it in place.
    await rm(partial, { recursive: true, force: true });
    return target;
  }
  await rm(target, { recursive: true, force: true });
  await rename(partial, target).catch(async (error) => {
    // Somebody else made the same folder meanwhile.
    await rm(partial, { recursive: true, force: true });
    if ((await readFile(stamp, 'utf8').catch(() => '')) !== hash) throw error;
  });
  return target;
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  console.log(await makeStandInDist(process.argv[2]));
}
