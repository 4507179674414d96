export interface Counts {
  readonly passed: number;
  readonly failed: number;
}
export interface Run {
  /** `null`: stopped by a signal. */
  readonly code: number | null;
  readonly output: string;
}
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: ReadonlyArray<{
    readonly status: string;
    readonly assertionResults: ReadonlyArray<{ readonly status: string }>;
  }>;
}
export interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
  readonly errors: readonly unknown[];
}
export function counted(run: Run, countReport: () => Counts): Counts & { readonly output: string };
export function countVitest(report: VitestReport): Counts;
export function countPlaywright(report: PlaywrightReport): Counts;
