import { type Theme, webDarkTheme, webLightTheme } from '@fluentui/react-components';
import { useEffect, useSyncExternalStore } from 'react';
import { type AppSettings, lookOf, type Status, type StatusLook } from '../../ipc/vocabulary';

/**
 * The system's own typeface where it is a good one, else the bundled one. `system-ui` is left out on purpose: on many Linux desktops
 * it is DejaVu Sans, which is a quarter wider than what the panel is laid out for.
 */
const FONTS =
  "'Segoe UI Variable Text', 'Segoe UI', 'SF Pro Text', '.AppleSystemUIFont', Cantarell, 'Inter Variable', sans-serif";
const MONOSPACE = "'Cascadia Mono', Consolas, 'SF Mono', Menlo, 'DejaVu Sans Mono', monospace";

/** Colors for the states, each at least 4.5:1 on the card's background. */
type StatusColors = { readonly [S in StatusLook as `status-${S}`]: string };

const light: Theme & StatusColors = {
  ...webLightTheme,
  fontFamilyBase: FONTS,
  fontFamilyMonospace: MONOSPACE,
  colorNeutralBackground2: '#f3f3f3',
  'status-fine': '#0f7b0f',
  'status-new': '#616161',
  'status-working': '#0f6cbd',
  'status-offline': '#616161',
  'status-soon': '#8a5700',
  'status-person': '#b3450b',
  'status-expired': '#c42b1c',
};

const dark: Theme & StatusColors = {
  ...webDarkTheme,
  fontFamilyBase: FONTS,
  fontFamilyMonospace: MONOSPACE,
  colorNeutralBackground1: '#2c2c2c',
  colorNeutralBackground2: '#202020',
  colorNeutralBackground3: '#383838',
  colorNeutralStroke2: '#404040',
  colorBrandForegroundLink: '#73b5f7',
  colorBrandForegroundLinkHover: '#9ac9f9',
  colorStatusDangerBackground1: '#442726',
  colorStatusWarningBackground1: '#433519',
  'status-fine': '#6ccb5f',
  'status-new': '#adadad',
  'status-working': '#62abf5',
  'status-offline': '#adadad',
  'status-soon': '#fcd34d',
  'status-person': '#ff9f5c',
  'status-expired': '#ff99a4',
};

/** The CSS value of a state's color, in either theme. */
export function statusColor(status: Status): string {
  return `var(--status-${lookOf(status)})`;
}

const darkQuery = '(prefers-color-scheme: dark)';

function watchSystem(listener: () => void): () => void {
  const query = window.matchMedia(darkQuery);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** The theme to draw with: the one chosen, or the system's, following it as it changes. */
export function usePanelTheme(chosen: AppSettings['theme']): Theme {
  const systemIsDark = useSyncExternalStore(watchSystem, () => window.matchMedia(darkQuery).matches);
  const isDark = chosen === 'system' ? systemIsDark : chosen === 'dark';
  useEffect(() => {
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
    // Scroll bars and form controls of the browser follow this.
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
  }, [isDark]);
  return isDark ? dark : light;
}
