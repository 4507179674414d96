import { describe, expect, it } from 'vitest';
import { acceleratorWords, captureAccelerator } from '../../../../src/renderer/model/keyboard/accelerator';

const press = (code: string, held: string, key = code) => ({
  key,
  code,
  ctrlKey: held.includes('c'),
  altKey: held.includes('a'),
  shiftKey: held.includes('s'),
  metaKey: held.includes('m'),
});

describe('a captured shortcut', () => {
  it.each([
    [press('KeyT', 'ca'), false, 'Control+Alt+T'],
    [press('KeyT', 'mas', '†'), true, 'Command+Alt+Shift+T'],
    [press('Digit5', 'cs'), false, 'Control+Shift+5'],
    [press('F9', 'c'), false, 'Control+F9'],
    [press('ArrowUp', 'ca'), false, 'Control+Alt+Up'],
    [press('KeyQ', 'cm'), false, 'Control+Super+Q'],
  ])('is named by the place of its keys', (pressed, mac, accelerator) => {
    expect(captureAccelerator(pressed, mac)).toEqual({ kind: 'accelerator', accelerator });
  });

  it('waits while only modifiers are held', () => {
    expect(captureAccelerator(press('ControlLeft', 'c', 'Control'), false)).toEqual({
      kind: 'waiting',
      held: ['Control'],
    });
  });

  it.each([
    ['a plain letter', press('KeyT', '')],
    ['a capital letter', press('KeyT', 's')],
    ['what every app uses', press('KeyC', 'c')],
    ['a function key alone', press('F5', '')],
    ['a key that has no name', press('MediaPlayPause', 'ca')],
  ])('is refused when it is %s', (_, pressed) => {
    expect(captureAccelerator(pressed, false).kind).toBe('refused');
  });

  it('is shown in the words of the system', () => {
    expect(acceleratorWords('Control+Alt+T', false)).toBe('Ctrl+Alt+T');
    expect(acceleratorWords('CommandOrControl+Shift+T', false)).toBe('Ctrl+Shift+T');
    expect(acceleratorWords('Command+Alt+T', true)).toBe('⌘ ⌥ T');
  });
});
