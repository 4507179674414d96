import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/core/model/settings';
import { SettingsStore } from '../../../src/main/system/settings-store';

const openWith = (store: Record<string, unknown>) => new SettingsStore({ store, set: () => undefined });

it.each([1e300, 0, -1, 4999.5, '60000'])(
  'a time of %s to clear the clipboard is set aside alone, and named',
  (wrong) => {
    const settings = openWith({ clearClipboardAfter: wrong, theme: 'dark', agentSocket: false });
    expect(settings.current()).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', agentSocket: false });
    expect(settings.setAside).toEqual(['clearClipboardAfter']);
  },
);

it('nothing is set aside of a file that lacks what nobody has set', () => {
  expect(openWith({}).current()).toEqual(DEFAULT_SETTINGS);
  expect(openWith({ theme: 'light' }).setAside).toEqual([]);
});

it.each([
  ['quietHours', { from: 60, to: 60 }],
  ['quietHours', { from: -1, to: 60 }],
  ['quietHours', 'night'],
  ['notifyAt', [30, 2]],
  ['notifyAt', 30],
])('%s of %j are set aside', (name, wrong) => {
  const settings = openWith({ [name]: wrong, theme: 'dark' });
  expect(settings.current()).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' });
  expect(settings.setAside).toEqual([name]);
});

it('nobody has to be notified before something expires, and quiet hours may last over midnight', () => {
  const chosen = { notifyAt: [], quietHours: { from: 1320, to: 420 } };
  expect(openWith(chosen).current()).toEqual({ ...DEFAULT_SETTINGS, ...chosen });
});

it('a size that no display has is set aside, and what else is set of the panel stays', () => {
  const settings = openWith({ panelSize: { width: 0, height: 640 }, zoom: 150, panelPinned: true });
  expect(settings.current()).toEqual({ ...DEFAULT_SETTINGS, zoom: 150, panelPinned: true });
  expect(settings.setAside).toEqual(['panelSize']);
  expect(openWith({ panelSize: { width: 500, height: 900 } }).current().panelSize).toEqual({ width: 500, height: 900 });
  expect(openWith({ zoom: 1000 }).current().zoom).toBe(100);
});
