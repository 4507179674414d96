import type { SimulationReport } from './run';

/** The report in words. The shortest trail that led to a loss comes last, where it is seen. */
export function renderReport(report: SimulationReport): string {
  const { options, lapses, losses, duplicateNotices, outages } = report;
  const lines = [
    `${options.connections} connections over ${options.years} years, seed ${options.seed}`,
    '',
    `Refreshes ${report.refreshes}, failed tries ${report.retries}, sign-ins ${report.signIns}, notices ${report.notices}`,
    `Crashes and power cuts ${report.crashes}, exchanges at once at most ${report.peakInFlight}`,
    `Out of order: ${Object.entries(outages)
      .map(([outage, share]) => `${outage} ${share} %`)
      .join(', ')}`,
    '',
    'Tokens that lapsed',
    `  because an outage outlasted the window: ${lapses.outage}`,
    `  because only a person could act, who had been told: ${lapses.person}`,
    `  before the tenant's shorter window was known: ${lapses['unknown-window']}`,
    `  LOST, though the keeper could have refreshed them: ${lapses.loss}`,
    `Duplicate notices: ${duplicateNotices.length}`,
  ];
  const shortest = [...losses].sort((a, b) => a.trail.length - b.trail.length)[0];
  if (shortest) lines.push('', `The shortest trail to a loss (connection ${shortest.connection}):`, ...shortest.trail);
  if (duplicateNotices.length > 0) lines.push('', 'Raised twice:', ...duplicateNotices.slice(0, 5));
  return lines.join('\n');
}
