export interface Place {
  /** The scanner's name of the check. */
  readonly check: string;
  /** Within the folder scanned. */
  readonly file: string;
  /** The line that it stumbled on. */
  readonly code: string;
}
export interface Finding extends Place {
  readonly severity: 'HIGH' | 'MEDIUM' | 'LOW' | 'INFORMATIONAL';
}
export interface Answer extends Place {
  readonly answer: string;
}
export function scan(folder: string): Promise<readonly Finding[]>;
export function complaints(findings: readonly Finding[], answers: readonly Answer[]): readonly string[];
