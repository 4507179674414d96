import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { unpackAsar } from './asar';

export interface FoundApp {
  readonly folder: string;
  readonly entry: string;
  readonly name: string;
  readonly version: string;
  readonly isPackaged: boolean;
}

interface Manifest {
  readonly name?: string;
  readonly productName?: string;
  readonly version?: string;
  readonly main?: string;
}

function readManifest(folder: string): Manifest | undefined {
  const file = join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function nearestManifest(folder: string): { folder: string; manifest: Manifest } {
  const manifest = readManifest(folder);
  if (manifest) return { folder, manifest };
  const parent = dirname(folder);
  return parent === folder ? { folder, manifest: {} } : nearestManifest(parent);
}

function inFolder(folder: string, isPackaged: boolean): FoundApp {
  const manifest = readManifest(folder) ?? {};
  return describe(folder, join(folder, manifest.main ?? 'index.js'), manifest, isPackaged);
}

function describe(folder: string, entry: string, manifest: Manifest, isPackaged: boolean): FoundApp {
  return {
    folder,
    entry,
    name: manifest.productName ?? manifest.name ?? 'Electron',
    version: manifest.version ?? '0.0.0',
    isPackaged,
  };
}

/** The app packaged beside the executable. */
export function findPackagedApp(resources: string): FoundApp | undefined {
  const archive = join(resources, 'app.asar');
  if (existsSync(archive)) return inFolder(unpackAsar(archive), true);
  const folder = join(resources, 'app');
  return existsSync(folder) ? inFolder(folder, true) : undefined;
}

/** The app named on the command line: a folder, an archive or its main file. @throws Error when there is none. */
export function findApp(named: string): FoundApp {
  const path = resolve(named);
  if (!existsSync(path)) throw new Error(`Unable to find Electron app at ${path}`);
  if (path.endsWith('.asar')) return inFolder(unpackAsar(path), false);
  if (statSync(path).isDirectory()) return inFolder(path, false);
  const { folder, manifest } = nearestManifest(dirname(path));
  return describe(folder, path, manifest, false);
}
