import { CAUSES } from './causes';
import type { Report } from './fleet';
import { BREACHES, EXCUSES, OCCASIONS } from './promises';
import type { Breach } from './referee';
import { SABOTAGES } from './sabotage';
import type { Shrunk } from './shrink';

/** Whether every promise was kept. */
export function isClean({ breaches }: Report): boolean {
  return Object.values(breaches).every((count) => count === 0);
}

/** The report in words. The shortest trail that led to a breach comes last, where it is seen. */
export function tell(report: Report, shrunk: Shrunk | null): string {
  const { options, machines, shortest } = report;
  const lines = [
    ...(options.worse ? [`With a keeper that ${SABOTAGES[options.worse].what}`] : []),
    `${options.connections} connections over ${options.years} years, seed ${options.seed}, on ${machines} ${machines === 1 ? 'machine' : 'machines'}`,
    '',
    `Refreshes ${report.refreshes}, retries ${report.retries} (tries that failed ${report.failures})`,
    `Sign-ins ${report.signIns}, tokens exported ${report.exportedTokens}`,
    `Crashes and power cuts ${report.crashes}, quit ${report.quits} times, exchanges at once at most ${report.peakInFlight}`,
    `Out of order: ${list(report.outages, (outage, share) => `${outage} ${share} %`).join(', ')}`,
    '',
    'Tokens that expired and could not be kept, by the cause',
    ...list(report.excused, (excuse, count) => `  ${count} ${excuse}: ${EXCUSES[excuse]}`),
    `  None of them was due for more than ${report.longestChance} hours on end, and ${report.mostChance} in all, in which nothing stood in the way.`,
    '',
    'Notifications',
    ...list(report.notifications, (occasion, count) => `  ${count} because ${OCCASIONS[occasion]}`),
    '',
    'Promises broken',
    ...list(report.breaches, (kind, count) => `  ${count}: ${BREACHES[kind]}`),
  ];
  if (shortest) lines.push('', ...tellTrail(shrunk, shortest));
  return lines.join('\n');
}

function tellTrail(shrunk: Shrunk | null, found: Breach): string[] {
  if (!shrunk) return [`The shortest trail (connection ${found.connection}):`, ...found.trail];
  const { world, breach } = shrunk;
  const needed = CAUSES.filter((cause) => !world.without?.includes(cause));
  const wrong = needed.length > 0 ? `with nothing going wrong but ${needed.join(', ')}` : 'with nothing going wrong';
  return [`The shortest trail (one connection, seed ${world.seed}, ${wrong}):`, ...breach.trail];
}

function list<Key extends string>(
  counts: Readonly<Record<Key, number>>,
  say: (key: Key, count: number) => string,
): string[] {
  const lines: string[] = [];
  for (const key in counts) lines.push(say(key, counts[key]));
  return lines;
}
