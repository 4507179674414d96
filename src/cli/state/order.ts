import type { ConnectionFacts } from '../../agent/answers';
import { STATUSES_BY_WORRY } from '../../core/expiry/status';

/** The most urgent first; among equals the one that expires first, then by name as a person counts. */
export function sortByUrgency(connections: readonly ConnectionFacts[]): readonly ConnectionFacts[] {
  const compareNames = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' }).compare;
  const urgency = ({ status }: ConnectionFacts) => STATUSES_BY_WORRY.indexOf(status);
  const end = ({ expiresAt }: ConnectionFacts) => expiresAt ?? Number.MAX_SAFE_INTEGER;
  return connections.toSorted((a, b) => urgency(b) - urgency(a) || end(a) - end(b) || compareNames(a.name, b.name));
}

/** Those whose name, account, tenant or cloud has every word, without regard to case. */
export function search(connections: readonly ConnectionFacts[], text: string): readonly ConnectionFacts[] {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return connections.filter(({ name, account, tenant, cloudLabel }) => {
    const hay = `${name}\n${account ?? ''}\n${tenant}\n${cloudLabel}`.toLocaleLowerCase();
    return words.every((word) => hay.includes(word));
  });
}
