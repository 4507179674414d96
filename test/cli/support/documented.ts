import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

const schema: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../../docs/cli.schema.json'), 'utf8'));
/** What nobody has documented is a fault as well. */
const ajv = new Ajv2020({ allErrors: true, strictRequired: false }).addSchema(closed(schema));

/** What a command printed, checked against `docs/cli.schema.json`. `name` is the command's, or `error`. Throws, and says what is amiss. */
export function documented(name: string, printed: string): unknown {
  const check = ajv.getSchema(`cli.schema.json#/$defs/${name}`);
  if (!check) throw new Error(`docs/cli.schema.json has no ${name}`);
  const value: unknown = JSON.parse(printed);
  if (!check(value)) throw new Error(`${ajv.errorsText(check.errors, { separator: '\n' })}\n${printed}`);
  return value;
}

/** The same schema, which refuses every field that it doesn't name. Users' programs are to let them pass: more will come. */
function closed(part: unknown): object {
  if (Array.isArray(part)) return part.map((one) => (typeof one === 'object' ? closed(one) : one));
  if (typeof part !== 'object' || part === null) throw new Error('not a schema');
  const entries = Object.entries(part).map(([key, value]) => [
    key,
    typeof value === 'object' && value !== null ? closed(value) : value,
  ]);
  const isObject = 'properties' in part && 'type' in part;
  return { ...Object.fromEntries(entries), ...(isObject ? { additionalProperties: false } : {}) };
}
