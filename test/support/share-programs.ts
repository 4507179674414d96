import { join } from 'node:path';
import { bundleOf } from './bundle';
import { FOLDER, PROGRAMS } from './programs';

/** Builds the programs of the tests once for all files, before there is any worker. */
export default async function sharePrograms(): Promise<() => Promise<void>> {
  const { folder, drop } = await bundleOf(join(import.meta.dirname, '..'), ...PROGRAMS);
  process.env[FOLDER] = folder;
  return drop;
}
