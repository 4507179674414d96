import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { Terminal } from '../../src/cli/output/terminal';
import { createProgram } from '../../src/cli/program';
import { COMMAND_FORMS, commandIn } from '../../src/core/setup/commands';
import { CONTOSO } from '../core/world';
import { problemsIn } from '../support/powershell';

const ROOT = join(import.meta.dirname, '../..');
const SCRIPTS = readFileSync(join(ROOT, 'docs/scripts.md'), 'utf8');
const KEY_VAULT = readFileSync(join(ROOT, 'docs/key-vault.md'), 'utf8');
const SERVERS = readFileSync(join(ROOT, 'docs/servers.md'), 'utf8');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const COPIED = COMMAND_FORMS.map((form) =>
  commandIn(form, {
    ...CONTOSO,
    id: 'a'.repeat(32),
    name: 'Contoso',
    username: null,
    resource: { kind: 'custom', scopes: [] },
  }),
);

/** The blocks of a language in a page. */
function blocksOf(page: string, language: string): string[] {
  return [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, name, block = '']) =>
    name === language ? [block] : [],
  );
}

const BLOCK = /^```\w*\n(.*?)^```$/gms;

/** What stands as code: blocks, and words between backticks that are more than a command's name. */
function codeIn(page: string): string[] {
  const blocks = [...page.matchAll(BLOCK)].map(([, block = '']) => block);
  const words = [...page.replace(BLOCK, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return [...blocks, ...words.filter((code) => !/^partner-token [\w-]+$/.test(code))];
}

/** The commands that a page only names. */
function namedIn(page: string): string[] {
  return [...page.replace(BLOCK, '').matchAll(/`partner-token ([\w-]+)`/g)].map(([, name = '']) => name);
}

/** Each call of the command line in a script, as its arguments. */
function callsIn(script: string): string[][] {
  const word = `(?:"[^"]*"|'[^']*'|[^\\s"'\`|)&;<>#]+)`;
  return [...script.matchAll(new RegExp(`\\bpartner-token((?:[ \\t]+${word})+)`, 'g'))].map(([, words = '']) =>
    [...words.matchAll(new RegExp(word, 'g'))].map(([quoted]) => quoted.replace(/^(["'])(.*)\1$/, '$2')),
  );
}

const program = createProgram(new Terminal());
program.configureOutput({ writeErr: () => undefined });

/** The lines of docs/servers.md that call it, as themselves or as the service's user. */
const SERVER_LINES = codeIn(SERVERS)
  .flatMap((code) => code.split('\n'))
  .filter((line) => /^(?:pt|partner-token) /.test(line))
  .map((line) => line.replace(/^pt/, 'partner-token'));

/** What is wrong with a call; `null`: nothing. */
function problemWith([name = '', ...args]: readonly string[], of: Command = program): string | null {
  if (of.options.some(({ long, short }) => name === long || name === short)) return null;
  const command = of.commands.find((each) => each.name() === name);
  if (!command) return `no command ${name}`;
  if (command.commands.length > 0) return problemWith(args, command);
  try {
    const { operands, unknown } = parse(command, args);
    if (unknown.length > 0) return `no option ${unknown[0]}`;
    const { registeredArguments: wanted } = command;
    if (operands.length < wanted.filter(({ required }) => required).length) return 'too few arguments';
    const isOpen = wanted.at(-1)?.variadic === true;
    return operands.length > wanted.length && !isOpen ? 'too many arguments' : null;
  } catch (error) {
    return error instanceof Error ? error.message : 'unreadable';
  }
}

function parse(command: Command, args: readonly string[]) {
  command.configureOutput({ writeErr: () => undefined });
  return command.parseOptions([...args]);
}

describe('the command line in the docs', () => {
  it.each([
    ['docs/scripts.md', codeIn(SCRIPTS), 15],
    ['docs/key-vault.md', codeIn(KEY_VAULT), 5],
    ['README.md', codeIn(README), 0],
    ['docs/servers.md', SERVER_LINES, 8],
    ['"Copy as…"', COPIED, COMMAND_FORMS.length],
  ])('is the one that there is: %s', (_, code, fewest) => {
    const calls = code.flatMap(callsIn);
    expect(calls.length).toBeGreaterThanOrEqual(fewest);
    const problems = calls.map((call) => [call.join(' '), problemWith(call)]);
    expect(problems.filter(([, problem]) => problem !== null)).toEqual([]);
  });

  it('has every command that is named', () => {
    const names = program.commands.map((command) => command.name());
    for (const name of [...namedIn(SCRIPTS), ...namedIn(README), ...namedIn(SERVERS)]) expect(names).toContain(name);
  });

  it('would be seen if it were another', () => {
    expect(problemWith(['tokn', 'Contoso'])).toBe('no command tokn');
    expect(problemWith(['token'])).toBe('too few arguments');
    expect(problemWith(['token', 'Contoso', 'Europe'])).toBe('too many arguments');
    expect(problemWith(['token', 'Contoso', '--resources', 'graph'])).toBe('no option --resources');
    expect(problemWith(['token', 'Contoso', '--data-folder'])).toContain('argument missing');
    expect(callsIn('$t = (partner-token token "Contoso Europe" --json) | Out-Null; a "$(partner-token list)"')).toEqual(
      [['token', 'Contoso Europe', '--json'], ['list']],
    );
  });
});

describe('the scripts in docs/scripts.md', () => {
  it('follow the grammar of PowerShell', async () => {
    const scripts = blocksOf(SCRIPTS, 'powershell');
    expect(scripts.length).toBeGreaterThan(8);
    for (const script of scripts) expect(await problemsIn(script)).toEqual([]);
  });

  it('can be read by a POSIX shell', () => {
    const scripts = blocksOf(SCRIPTS, 'sh');
    expect(scripts.length).toBeGreaterThan(8);
    for (const script of scripts) execFileSync('sh', ['-n', '-c', script]);
  });

  it('have no secret in them, not even where one is to be put in', () => {
    for (const call of codeIn(SCRIPTS).flatMap(callsIn))
      expect(call.join(' ')).not.toMatch(/secret|password|refresh-token/i);
    expect(SCRIPTS.match(/eyJ|(?<![\w./-])(?=[\w~.-]*\d)[\w~.-]{24,}/g)).toBeNull();
  });
});
