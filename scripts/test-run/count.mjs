/**
 * The passed and failed tests of a runner's run. A run without a report, without a test, or that failed for another
 * reason than a test, counts as one failure: a broken suite must never look like a green one.
 */
export function counted({ code, output }, countReport) {
  let counts;
  try {
    counts = countReport();
  } catch (error) {
    return { passed: 0, failed: 1, output: `${output}\nThe tests left no report: ${error.message}` };
  }
  const { passed, failed } = counts;
  if (passed + failed === 0) return { passed: 0, failed: 1, output: `${output}\nNo test ran.` };
  if (code !== 0 && failed === 0) return { passed, failed: 1, output };
  return { passed, failed, output };
}

/** Counts Vitest's JSON report. A file that broke before its tests ran is one failure. */
export function countVitest({ numPassedTests, numFailedTests, testResults }) {
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

/** Counts Playwright's JSON report. A test that passed only at a second try is not a test that passed. */
export function countPlaywright({ stats, errors }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}
