/** A line that tells a figure. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\\\|\\"|\\n)*"`;
const SAMPLE = new RegExp(String.raw`^(${NAME})(?:\{(${LABEL}(?:,${LABEL})*)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$`);

/**
 * Reads metrics by the grammar of the text format, and throws where they break it: each metric has its HELP, its TYPE and its
 * samples together and once, and no series comes twice. Source: Prometheus, "Exposition formats", version 0.0.4.
 */
export function readMetrics(text: string): readonly Sample[] {
  if (!text.endsWith('\n') || text.endsWith('\n\n')) throw new Error('the last line ends with one line feed');
  const samples: Sample[] = [];
  const seen = new Set<string>();
  let helped = '';
  let typed = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const [, help] = new RegExp(String.raw`^# HELP (${NAME}) (?:[^\\]|\\\\|\\n)+$`).exec(line) ?? [];
    const [, type] = new RegExp(`^# TYPE (${NAME}) (?:counter|gauge|histogram|summary|untyped)$`).exec(line) ?? [];
    if (help !== undefined) {
      if (seen.has(help)) throw new Error(`twice: ${help}`);
      seen.add(help);
      helped = help;
    } else if (type !== undefined) {
      if (type !== helped) throw new Error(`TYPE without HELP: ${line}`);
      typed = type;
    } else {
      const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? [];
      if (name === '' || name !== typed) throw new Error(`not a sample of ${typed}: ${line}`);
      const series = `${name}{${labels}}`;
      if (seen.has(series)) throw new Error(`twice: ${series}`);
      seen.add(series);
      samples.push({ name, labels: readLabels(labels), value: Number(value) });
    }
  }
  return samples;
}

function readLabels(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
  return Object.fromEntries(
    pairs.map(([, label = '', value = '']) => [
      label,
      value.replace(/\\(.)/g, (_, sign) => (sign === 'n' ? '\n' : sign)),
    ]),
  );
}
