import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { renderCliDocs } from '../../scripts/cli-docs/render';
import { Terminal } from '../../src/cli/output/terminal';
import { createProgram } from '../../src/cli/program';

test('docs/cli.md says what the commands say of themselves (npm run cli-docs)', () => {
  const written = readFileSync(resolve(import.meta.dirname, '../../docs/cli.md'), 'utf8');
  expect(written).toBe(renderCliDocs());
});

test('every command says what it does, and every argument and option what it is', () => {
  const program = createProgram(new Terminal());
  const help = program.createHelp();
  for (const command of help.visibleCommands(program)) {
    const said = [command.description(), ...help.visibleArguments(command), ...help.visibleOptions(command)];
    for (const one of said) expect(typeof one === 'string' ? one : one.description, command.name()).not.toBe('');
  }
});
