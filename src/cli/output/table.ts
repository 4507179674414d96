import Table from 'cli-table3';
import { type Paint, plain, type Tone } from './color';
import { harmless } from './harmless';

export interface Column {
  readonly heading: string;
  /** Left out where there is no room, the last one first. */
  readonly canGo?: true;
  /** It isn't cut to fewer columns of the terminal than this; 10 unless told otherwise. */
  readonly least?: number;
}

export type Cell = string | { readonly text: string; readonly tone: Tone };

/** Of a column that is never cut. */
export const WHOLE = Number.POSITIVE_INFINITY;

export interface Look {
  /** Columns of the terminal; `null`: not a terminal, and nothing is cut. */
  readonly width: number | null;
  readonly paint: Paint;
}

const NARROWEST = 10;
const GAP = '  ';

/** How a table looks where standard output goes. */
export function lookOf(stream: NodeJS.WriteStream, paint: Paint): Look {
  return { width: stream.isTTY ? stream.columns || 80 : null, paint };
}

/** A table without lines. On a terminal it is as wide as that at most: cells are cut, and columns that can go do. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly Cell[])[], look: Look): string {
  const natural = widthsOf([columns.map(({ heading }) => heading), ...rows.map((row) => row.map(textOf))]);
  const shown = columns.map((_, index) => index);
  const width = look.width ?? Number.POSITIVE_INFINITY;
  const least = (index: number) => Math.min(natural[index] ?? 0, columns[index]?.least ?? NARROWEST);
  while (total(shown.map(least)) > width) {
    const last = shown.findLastIndex((index) => columns[index]?.canGo);
    if (last === -1) break;
    shown.splice(last, 1);
  }
  const widths = shrink(
    shown.map((index) => natural[index] ?? 0),
    shown.map(least),
    width,
  );
  const head = shown.map((index) => look.paint(columns[index]?.heading ?? '', 'quiet'));
  return draw([head, ...rows.map((row) => shown.map((index) => painted(row[index] ?? '', look.paint)))], widths);
}

/** Facts below each other, each with its label; long ones go on in the next line. */
export function formatFacts(facts: readonly (readonly [label: string, value: Cell])[], look: Look): string {
  const [labels = 0] = widthsOf(facts.map(([label]) => [label]));
  const [, longest = 0] = widthsOf(facts.map(([, value]) => ['', textOf(value)]));
  const room = look.width === null ? longest : Math.max(NARROWEST, Math.min(longest, look.width - labels - GAP.length));
  return draw(
    facts.map(([label, value]) => [look.paint(label, 'quiet'), painted(value, look.paint)]),
    [labels, room],
    true,
  );
}

const NO_LINES = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '', left: '', 'left-mid': '', right: '', 'right-mid': '' },
  ...{ mid: '', 'mid-mid': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '', middle: GAP },
};

function draw(rows: readonly (readonly string[])[], widths: readonly number[], wordWrap = false): string {
  const parts = tablesOf(rows, widths, wordWrap).map((table) => table.toString());
  return parts.join('\n').replace(/ +$/gm, '');
}

/** How many columns of a terminal each column takes: a letter of Chinese takes two. */
function widthsOf(rows: readonly (readonly string[])[]): readonly number[] {
  const widths: number[] = [];
  for (const table of tablesOf(rows, [], false)) {
    // Laying it out is what finds them.
    table.toString();
    for (const [index, width] of table.options.colWidths.entries())
      widths[index] = Math.max(widths[index] ?? 0, width ?? 0);
  }
  return widths;
}

/** Short tables that make up a long one: what one costs grows with the square of its rows. */
function tablesOf(rows: readonly (readonly string[])[], widths: readonly number[], wordWrap: boolean) {
  const tables: InstanceType<typeof Table>[] = [];
  for (let from = 0; from < rows.length; from += 50) {
    const style = { 'padding-left': 0, 'padding-right': 0, head: [], border: [] };
    const table = new Table({ chars: NO_LINES, style, colWidths: [...widths], wordWrap });
    for (const row of rows.slice(from, from + 50)) table.push([...row]);
    tables.push(table);
  }
  return tables;
}

/** Takes from the widest, step by step, what is too much. */
function shrink(natural: readonly number[], least: readonly number[], width: number): number[] {
  const widths = [...natural];
  while (total(widths) > width) {
    const spare = widths.map((own, index) => (own > (least[index] ?? own) ? own : 0));
    const widest = spare.indexOf(Math.max(...spare));
    if (spare[widest] === 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, (widths.length - 1) * GAP.length);
}

function textOf(cell: Cell): string {
  return harmless(typeof cell === 'string' ? cell : cell.text);
}

function painted(cell: Cell, paint: Paint): string {
  return typeof cell === 'string' || paint === plain ? textOf(cell) : paint(textOf(cell), cell.tone);
}
