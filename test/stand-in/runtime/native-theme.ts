import { Double } from './refusal';
import { standIn } from './stand-in';

type Supported =
  | 'inForcedColorsMode'
  | 'prefersReducedTransparency'
  | 'shouldDifferentiateWithoutColor'
  | 'shouldUseDarkColors'
  | 'shouldUseDarkColorsForSystemIntegratedUI'
  | 'shouldUseHighContrastColors'
  | 'shouldUseInvertedColorScheme'
  | 'themeSource';

class NativeThemeDouble extends Double implements Pick<Electron.NativeTheme, Supported> {
  readonly prefersReducedTransparency = false;
  readonly shouldDifferentiateWithoutColor = false;
  readonly shouldUseInvertedColorScheme = false;

  private source: Electron.NativeTheme['themeSource'] = 'system';
  private system = { dark: process.env.STAND_IN_THEME === 'dark', highContrast: false };

  constructor() {
    super('NativeTheme', 'nativeTheme');
  }

  get themeSource(): Electron.NativeTheme['themeSource'] {
    return this.source;
  }

  set themeSource(source: Electron.NativeTheme['themeSource']) {
    if (source === this.source) return;
    this.source = source;
    this.emit('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.source === 'system' ? this.system.dark : this.source === 'dark';
  }

  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return this.system.dark;
  }

  get shouldUseHighContrastColors(): boolean {
    return this.system.highContrast;
  }

  get inForcedColorsMode(): boolean {
    return this.system.highContrast;
  }

  setSystem(theme: { dark?: boolean; highContrast?: boolean }): void {
    this.system = { ...this.system, ...theme };
    this.emit('updated');
  }
}

export const nativeTheme = new NativeThemeDouble();

standIn.setSystemTheme = (theme) => nativeTheme.setSystem(theme);

/** The theme as the DevTools protocol wants it for pages. */
export function emulatedMedia(): { name: string; value: string }[] {
  return [
    { name: 'prefers-color-scheme', value: nativeTheme.shouldUseDarkColors ? 'dark' : 'light' },
    { name: 'forced-colors', value: nativeTheme.inForcedColorsMode ? 'active' : 'none' },
    { name: 'prefers-contrast', value: nativeTheme.shouldUseHighContrastColors ? 'more' : 'no-preference' },
  ];
}
