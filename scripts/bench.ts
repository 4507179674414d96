// `npm run bench`: measures what refreshing, starting and standing by cost. docs/performance.md says how, and what they may.
import { Lab } from './bench/lab';
import { BadUse, readOptions } from './bench/options';
import { type Figure, figureOf, lineOf } from './bench/report';
import { ALL } from './bench/works/all';

const USAGE = `Measures what the app costs, beside what it may: docs/performance.md. It takes some minutes.

npm run bench -- [options]
  --only NAME  measure one row, or those whose names begin with NAME and a hyphen; may be given more than once
  --json       print nothing but an array of {"name","value","unit","must","ok"}; add --silent after "npm run"
  --help       show this

Rows: ${namesOfRows().join(', ')}
A miss does not fail the command; what could not be measured does.`;

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  try {
    const options = readOptions(args, namesOfRows());
    if (options === null) return console.log(USAGE);
    const figures = await measure(new Set(options.rows), options.json);
    if (options.json) console.log(JSON.stringify(figures, null, 2));
    if (figures.some(({ value }) => value === null)) process.exitCode = 1;
  } catch (error) {
    process.exitCode = error instanceof BadUse ? 2 : 1;
    console.error(error instanceof BadUse ? `${error.message}\n\n${USAGE}` : error);
  }
}

function namesOfRows(): readonly string[] {
  return ALL.flatMap(({ rows }) => rows.map(({ name }) => name));
}

/** Measures what these rows need, and prints each as soon as it is known, unless `silent`. */
async function measure(wanted: ReadonlySet<string>, silent: boolean): Promise<readonly Figure[]> {
  const lab = new Lab();
  // Whatever is being measured ends with this process.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void lab.close().finally(() => process.exit(1)));
  const figures: Figure[] = [];
  try {
    for (const work of ALL) {
      if (!work.rows.some(({ name }) => wanted.has(name))) continue;
      const began = performance.now();
      const values = await work.measure(lab).catch((error: unknown) => {
        console.error(error);
        return null;
      });
      for (const [at, row] of work.rows.entries()) {
        if (!wanted.has(row.name)) continue;
        const figure = figureOf(row, values?.[at] ?? null);
        figures.push(figure);
        if (!silent) console.log(lineOf(row, figure));
      }
      const seconds = Math.round((performance.now() - began) / 1000);
      console.error(`(${work.rows.map(({ name }) => name).join(', ')}: took ${seconds} s)`);
    }
  } finally {
    await lab.close();
  }
  return figures;
}
