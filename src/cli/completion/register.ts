import { Argument, type Command } from 'commander';

/** How the script for a shell is put to use there. */
const USE = `
Examples:
  bash         eval "$(partner-token completion bash)"               in ~/.bashrc
  zsh          eval "$(partner-token completion zsh)"                in ~/.zshrc, after compinit
  fish         partner-token completion fish | source                in ~/.config/fish/config.fish
  PowerShell   partner-token completion powershell | Out-String | Invoke-Expression    in $PROFILE`;

/**
 * The command that makes completion scripts, and the one that these scripts run.
 *
 * @param create Makes the program without these two, to be looked through.
 */
export function registerCompletion(program: Command, create: () => Command): void {
  program
    .command('completion')
    .description('print a script with which a shell completes commands, options, and connections')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish', 'powershell']))
    .addHelpText('after', USE)
    .action(async (shell: string) => (await import('./completion')).printScript(create(), shell));
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .action(async (words: string[]) => (await import('./completion')).printCompletions(create(), words));
}
