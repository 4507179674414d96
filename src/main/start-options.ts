/** What the command line and the environment ask of a start. */
export interface StartOptions {
  readonly version: boolean;
  /** Started at login: no panel. */
  readonly hidden: boolean;
  /** Where the app keeps its files; `null` for the usual place. */
  readonly dataFolder: string | null;
  /** The panel stays open whatever has the focus: for whoever works on the panel, and for tests. */
  readonly panelStays: boolean;
  /** The connection, by name or id, that standard input has a refresh token for; empty when none was named. `null`: an ordinary start. */
  readonly importInto: string | null;
  /** Where the practice cloud's control API listens, when somebody drives it by script. */
  readonly practice: { readonly controlPort?: number };
}

/** Reads the flags we know; Electron and Chromium have their own, so an unknown one is not an error. */
export function readStartOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): StartOptions {
  const controlPort = Number(env.PARTNER_TOKEN_TRAY_PRACTICE_CONTROL_PORT);
  return {
    version: argv.includes('--version'),
    hidden: argv.includes('--hidden'),
    dataFolder: flagValue('--user-data-dir', argv) ?? (env.PARTNER_TOKEN_TRAY_DATA || null),
    panelStays: env.PARTNER_TOKEN_TRAY_KEEP_PANEL === '1',
    importInto: importFlag(argv),
    practice: Number.isInteger(controlPort) && controlPort > 0 && controlPort < 65_536 ? { controlPort } : {},
  };
}

/**
 * What opens the running app to another program, or turns off what protects it: debuggers, code from elsewhere, a log of what
 * is sent by TLS. Fuses take only Node's own away.
 */
const UNSAFE = [
  'remote-[a-z-]+|inspect(?:-[a-z-]+)?|debug(?:-[a-z-]+)?|wait-for-debugger[a-z-]*|auto-open-devtools[a-z-]*',
  'js-flags|load-[a-z-]+|disable-extensions-except|[a-z-]+-cmd-prefix|[a-z-]+-launcher|[a-z-]+-subprocess-path',
  'ignore-certificate-errors[a-z-]*|ssl-key-log-file|log-net-log|single-process|disable-web-security',
].join('|');
/** As Chromium reads them: with one dash too, on Windows with a slash and in any case. */
const UNSAFE_SWITCH = new RegExp(`^(?:--?|/)(${UNSAFE})(?:=|$)`, 'i');

/** The first switch that the packaged app doesn't start with, or `null`. */
export function unsafeSwitch(argv: readonly string[]): string | null {
  const [name] = argv.slice(1).flatMap((argument) => UNSAFE_SWITCH.exec(argument)?.[1] ?? []);
  return name === undefined ? null : `--${name.toLowerCase()}`;
}

function flagValue(flag: string, argv: readonly string[]): string | null {
  const joined = argv.find((argument) => argument.startsWith(`${flag}=`));
  if (joined !== undefined) return joined.slice(flag.length + 1) || null;
  const at = argv.indexOf(flag);
  return at === -1 ? null : (argv[at + 1] ?? null);
}

/** One argument only: the next one may well be the app's folder. */
function importFlag(argv: readonly string[]): string | null {
  const flag = argv.find((argument) => /^--import-token(?:=|$)/.test(argument));
  return flag === undefined ? null : flag.slice('--import-token='.length);
}
