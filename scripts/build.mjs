// npm run build: builds every entry point of the app into out/.
import { build } from './bootstrap/build.mjs';
import { ensureNpmPackages } from './bootstrap/npm-packages.mjs';
import { CannotGoOn } from './bootstrap/project.mjs';

try {
  await ensureNpmPackages();
  const { code, output } = await build();
  console.log(output.trimEnd());
  process.exitCode = code;
} catch (error) {
  if (!(error instanceof CannotGoOn)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
