import { describe, expect, it } from 'vitest';
import { commandOf, shortcutGroups } from '../../../../src/renderer/model/keyboard/shortcuts';
import { ZOOMS, zoomAfter } from '../../../../src/renderer/model/keyboard/zoom';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey', true>> = {}) => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false },
  ...held,
});

describe('a shortcut of the panel', () => {
  it('is held with Ctrl, and with Command on a Mac', () => {
    expect(commandOf(press(',', { ctrlKey: true }), false)).toEqual({ kind: 'settings' });
    expect(commandOf(press(',', { metaKey: true }), true)).toEqual({ kind: 'settings' });
    expect(commandOf(press(',', { metaKey: true }), false)).toBeNull();
    expect(commandOf(press(',', { ctrlKey: true }), true)).toBeNull();
    expect(commandOf(press('N', { ctrlKey: true }), false)).toEqual({ kind: 'add' });
  });

  it('is no character that is typed with AltGr, and no plain letter', () => {
    expect(commandOf(press('+', { ctrlKey: true, altKey: true }), false)).toBeNull();
    expect(commandOf(press('n'), false)).toBeNull();
    expect(commandOf(press('?'), false)).toEqual({ kind: 'help' });
  });

  it('that zooms is where keyboards have plus, with Shift or without', () => {
    for (const key of ['+', '='])
      expect(commandOf(press(key, { ctrlKey: true }), false)).toEqual({ kind: 'zoom', step: 'in' });
    expect(commandOf(press('-', { metaKey: true }), true)).toEqual({ kind: 'zoom', step: 'out' });
    expect(commandOf(press('0', { ctrlKey: true }), false)).toEqual({ kind: 'zoom', step: 'reset' });
  });

  it('that is listed does what the list says, on every system', () => {
    const signs: Readonly<Record<string, string>> = { '−': '-' };
    for (const mac of [false, true]) {
      const held = mac ? { metaKey: true as const } : { ctrlKey: true as const };
      const listed = new Map(shortcutGroups(mac)[0]?.shortcuts.map(({ what, keys }) => [what, keys[0]?.at(-1) ?? '']));
      const commandFor = (what: string) => {
        const sign = listed.get(what) ?? '';
        return commandOf(press(signs[sign] ?? sign, held), mac);
      };
      expect(commandFor('Add a connection')).toEqual({ kind: 'add' });
      expect(commandFor('Settings')).toEqual({ kind: 'settings' });
      expect(commandFor('Larger')).toEqual({ kind: 'zoom', step: 'in' });
      expect(commandFor('Smaller')).toEqual({ kind: 'zoom', step: 'out' });
      expect(commandFor('Usual size')).toEqual({ kind: 'zoom', step: 'reset' });
      expect([...listed.keys()]).toContain('This list');
    }
  });
});

describe('the zoom', () => {
  it('goes through every size and ends at the last', () => {
    const sizes = [50];
    for (let zoom = 50; zoomAfter(zoom, 'in') !== zoom; zoom = zoomAfter(zoom, 'in')) sizes.push(zoomAfter(zoom, 'in'));
    expect(sizes).toEqual([...ZOOMS]);
    expect(zoomAfter(50, 'out')).toBe(50);
    expect(zoomAfter(117, 'out')).toBe(110);
    expect(zoomAfter(117, 'in')).toBe(125);
    expect(zoomAfter(175, 'reset')).toBe(100);
  });
});
