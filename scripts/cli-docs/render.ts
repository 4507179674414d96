import type { Command } from 'commander';
import { Terminal } from '../../src/cli/output/terminal';
import { createProgram } from '../../src/cli/program';

const WIDTH = 100;

const INTRODUCTION = `# The command line

<!-- Made by \`npm run cli-docs\` of the commands' own help. Change it there, or in scripts/cli-docs/render.ts. -->

\`partner-token\` gives scripts and servers what the app gives people. While the app runs, it asks the app and needs no
keychain; otherwise it does the work itself, with the same connections and the same keychain.

## Install

- **With Node 20.19 or newer:** \`npm run build\` in a clone, then \`npm link\`.
- **Without Node:** \`npm run package:cli\` makes \`dist/cli\`, a folder with one program and the files that it needs beside
  it. Copy the folder to where it is to stay, and put a link to the program on the \`PATH\`. The installed app doesn't
  contain it, since nobody may turn a program that can read the keychain into a plain Node.

On Linux, the keychain needs libsecret and a running Secret Service. On a server, [\`keep\`](servers.md) refreshes without
a desktop, and secrets can be in encrypted files.

## Exit codes

| Code | Meaning |
|---|---|
| 0 | Fine |
| 1 | An error |
| 2 | The command makes no sense: an unknown command, option, or name |
| 3 | A person is needed, for example to sign in |
| 4 | A token expires soon |
| 5 | MFA is missing |
| 130 | Canceled with Ctrl+C |

\`exec\` ends with the code of the command that it runs.

## Output

What you asked for goes to standard output, everything else to standard error. With \`--json\`, output is JSON, and an
error is \`{"error":{"code":…,"message":"…","failure":…}}\`, where \`failure\` is a code of
[troubleshooting.md](troubleshooting.md) or [key-vault.md](key-vault.md#codes), or \`null\`. Fields are added in later
versions; none is renamed or removed. There are no colors off a terminal, or where \`NO_COLOR\` is set.

## Proxy and certificates

It uses the proxy that \`HTTPS_PROXY\`, \`HTTP_PROXY\`, and \`NO_PROXY\` name. With Node 22.15 or newer, it trusts what the
computer trusts, such as the authority of a proxy that inspects traffic. With an older Node, name a file of such
certificates in \`NODE_EXTRA_CA_CERTS\`.
`;

/** docs/cli.md: the help of every command, in the order in which \`--help\` has them. */
export function renderCliDocs(): string {
  const program = createProgram(new Terminal());
  const help = program.createHelp();
  const commands = help.visibleCommands(program).filter((command) => command.name() !== 'help');
  return [INTRODUCTION, '## Commands\n', block(program), ...commands.flatMap(section)].join('\n');
}

function section(command: Command): string[] {
  const parts = command.commands.filter((part) => part.name() !== 'help');
  return [`### ${command.name()}\n`, block(command), ...parts.map(block)];
}

function block(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (more) => {
      text += more;
    },
    getOutHelpWidth: () => WIDTH,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;
}
