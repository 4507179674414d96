import type { Resource } from '../../core/model/connection';
import { scopesProblem } from '../../core/model/resource';
import { quoted } from '../../core/wording/repeat';
import { CommandError } from '../command-error';

const NAMED: Readonly<Record<string, Resource>> = {
  'partner-center': { kind: 'partner-center' },
  graph: { kind: 'graph' },
  exchange: { kind: 'exchange-online' },
};

/** The resource that `--resource` names; `null`: it was left out, and the connection's own is meant. Throws a {@link CommandError}. */
export function readResource(text: string | undefined): Resource | null {
  if (text === undefined) return null;
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  const [word = ''] = words;
  const named = Object.hasOwn(NAMED, word.toLowerCase()) ? NAMED[word.toLowerCase()] : undefined;
  if (named && words.length === 1) return named;
  if (!words.some((each) => each.includes('://')))
    throw new CommandError(
      2,
      `${quoted(text, 'This')} isn't a resource. Use graph, exchange, partner-center, or scopes such as https://vault.azure.net/.default.`,
    );
  const scopes = words.map((scope) => (isBareApi(scope) ? allOf(scope) : scope));
  const problem = scopesProblem(scopes);
  if (problem !== null) throw new CommandError(2, problem);
  return { kind: 'custom', scopes };
}

/** The resource that a managed identity is asked for by the address of an API; `null`: it is no such address. */
export function resourceOfApi(api: string): Resource | null {
  const scopes = [allOf(api.replace(/\/\.default$/, ''))];
  return scopesProblem(scopes) === null ? { kind: 'custom', scopes } : null;
}

function isBareApi(scope: string): boolean {
  return /^(?:https|api):\/\/[^/]+\/?$/.test(scope);
}

/**
 * All that the application may do at an API. The slash that an address ends with is part of its name, and is doubled then. Source:
 * Microsoft Learn, "Scopes and permissions in the Microsoft identity platform", "Trailing slash and .default".
 */
function allOf(api: string): string {
  return `${api}/.default`;
}
