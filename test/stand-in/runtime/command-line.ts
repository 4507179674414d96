import { refuseTheRest } from './refusal';

type Supported = 'appendArgument' | 'appendSwitch' | 'getSwitchValue' | 'hasSwitch' | 'removeSwitch';

class CommandLineDouble implements Pick<Electron.CommandLine, Supported> {
  private readonly switches = new Map<string, string>();

  appendSwitch(name: string, value = ''): void {
    this.switches.set(name.toLowerCase(), value);
  }

  appendArgument(_value: string): void {}

  getSwitchValue(name: string): string {
    return this.switches.get(name.toLowerCase()) ?? '';
  }

  hasSwitch(name: string): boolean {
    return this.switches.has(name.toLowerCase());
  }

  removeSwitch(name: string): void {
    this.switches.delete(name.toLowerCase());
  }

  /** Takes in `--name` and `--name=value` from what the app was started with. */
  readArguments(args: readonly string[]): void {
    for (const arg of args) {
      const match = /^--([^=]+)(?:=(.*))?$/s.exec(arg);
      if (match?.[1]) this.appendSwitch(match[1], match[2] ?? '');
    }
  }
}

export const commandLine = refuseTheRest('CommandLine', new CommandLineDouble(), 'app.commandLine');
