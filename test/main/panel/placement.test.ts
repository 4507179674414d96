import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placePanel, type Screen } from '../../../src/main/panel/placement';

const size = { width: 400, height: 640 };
const bounds = { x: 0, y: 0, width: 1920, height: 1080 };
const nowhere = { x: 0, y: 0, width: 0, height: 0 };
const bottomBar: Screen = { bounds, workArea: { ...bounds, height: 1040 } };
const topBar: Screen = { bounds, workArea: { ...bounds, y: 27, height: 1053 } };

describe('the panel', () => {
  it('sits above a taskbar at the bottom, under its icon', () => {
    expect(placePanel({ x: 1500, y: 1045, width: 24, height: 24 }, bottomBar, size)).toEqual({
      x: 1312,
      y: 392,
      ...size,
    });
  });

  it('hangs below a bar at the top', () => {
    expect(placePanel({ x: 1500, y: 2, width: 24, height: 24 }, topBar, size)).toEqual({ x: 1312, y: 35, ...size });
  });

  it('stands beside a bar at the left', () => {
    const screen: Screen = { bounds, workArea: { ...bounds, x: 60, width: 1860 } };
    expect(placePanel({ x: 18, y: 900, width: 24, height: 24 }, screen, size)).toEqual({ x: 68, y: 432, ...size });
  });

  it('goes to the corner where trays are when the icon cannot be found', () => {
    expect(placePanel(nowhere, bottomBar, size)).toEqual({ x: 1512, y: 392, ...size });
    expect(placePanel(nowhere, topBar, size)).toEqual({ x: 1512, y: 35, ...size });
  });

  it('is inside the work area of any screen', () => {
    const box = (least: number, most: number) =>
      fc.record({
        x: fc.integer({ min: -4000, max: 4000 }),
        y: fc.integer({ min: -4000, max: 4000 }),
        width: fc.integer({ min: least, max: most }),
        height: fc.integer({ min: least, max: most }),
      });
    fc.assert(
      fc.property(box(0, 50), box(200, 4000), (tray, area) => {
        const placed = placePanel(tray, { bounds: area, workArea: area }, size);
        expect(placed.x).toBeGreaterThanOrEqual(area.x);
        expect(placed.y).toBeGreaterThanOrEqual(area.y);
        expect(placed.x + placed.width).toBeLessThanOrEqual(area.x + area.width);
        expect(placed.y + placed.height).toBeLessThanOrEqual(area.y + area.height);
      }),
    );
  });
});
