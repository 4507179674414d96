import type { Row } from './works/work';

/** A row with its figure. */
export interface Figure {
  readonly name: string;
  /** `null`: it could not be measured. */
  readonly value: number | null;
  readonly unit: Row['unit'];
  /** The most that is allowed. */
  readonly must: number;
  readonly ok: boolean;
}

/** What is no number has not been measured. A figure is judged as it is shown. */
export function figureOf({ name, unit, must }: Row, measured: number | null): Figure {
  const value = measured !== null && Number.isFinite(measured) ? rounded(measured) : null;
  return { name, value, unit, must, ok: value !== null && value <= must };
}

/** As the table shows it. */
export function lineOf({ what }: Row, { name, value, unit, must, ok }: Figure): string {
  const figure = value === null ? 'not measured' : withUnit(value, unit);
  const cells = [name.padEnd(22), figure.padStart(12), `≤ ${withUnit(must, unit)}`.padStart(12), ok ? 'ok  ' : 'miss'];
  return `${cells.join('  ')}  ${what}`;
}

function withUnit(value: number, unit: Row['unit']): string {
  return unit === 'ratio' ? `${value} ×` : `${value} ${unit}`;
}

/** Four digits that count. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
