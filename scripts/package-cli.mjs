// npm run package:cli makes the command line for computers without Node: one program, and what it needs beside it.
import { ensureNpmPackages } from './bootstrap/npm-packages.mjs';
import { CannotGoOn, say } from './bootstrap/project.mjs';
import { makeSingle } from './package/single.mjs';

try {
  await ensureNpmPackages();
  const { folder, program } = await makeSingle();
  say(
    `The command line is in ${folder}. Copy the folder to where programs are, and put a link to ${program} on the PATH.`,
  );
} catch (error) {
  if (!(error instanceof CannotGoOn)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
