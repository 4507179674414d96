import { isGuid } from '../model/new-id';
import { secretProblem } from './client-secret';
import { tenantProblem } from './settings';

/** What a script, a configuration, or the reply of a command names of a connection. */
export interface Snippet {
  readonly tenant?: string;
  readonly clientId?: string;
  readonly secret?: string;
}

/** Quoted, or to the end of the word. */
const VALUE = String.raw`(?:\(?ConvertTo-SecureString\s+(?:-String\s+)?)?(?:"([^"\r\n]+)"|'([^'\r\n]+)'|([^\s"'$(,;<{&][^\s"',;)}&]*))`;

/**
 * Sorts a pasted text in which values are named (PowerShell, JSON of `az ad sp create-for-rbac`, environment variables); `null` unless it
 * names several, or one as PowerShell does: a value alone is never taken apart.
 */
export function readSnippet(text: string): Snippet | null {
  if (text.length > 20_000) return null;
  const find = (names: string, isOne: (value: string) => boolean) => {
    const named = new RegExp(String.raw`(^|[^a-z\d])(?:${names})["']?(\s*[=:]\s*|\s+)${VALUE}`, 'gi');
    for (const [, sigil = '', between = '', double, single, bare] of text.matchAll(named)) {
      const value = double ?? single ?? bare ?? '';
      // After a variable an unquoted word is a command; without a sign between them, only an option's value follows its name.
      const isGiven = !(sigil === '$' && bare !== undefined) && (sigil === '-' || between.trim() !== '');
      if (isGiven && isOne(value)) return value;
    }
    return undefined;
  };
  const tenant = find(String.raw`tenant(?:[_-]?id)?|directory \(tenant\) id`, (value) => tenantProblem(value) === null);
  const clientId = find(String.raw`(?:app(?:lication)?|client)[_-]?id|application \(client\) id|username`, isGuid);
  const secret = find('(?:app(?:lication)?|client)[_-]?secret|password', (value) => secretProblem(value) === null);
  const found = Object.entries({ tenant, clientId, secret }).filter(([, value]) => value !== undefined);
  if (found.length < 2 && !(found.length === 1 && /^\s*\$\w+\s*=\s*\S/.test(text))) return null;
  return Object.fromEntries(found);
}
