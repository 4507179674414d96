import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clickedBar, placePanel, type Screen } from '../../../src/main/panel/placement';

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

  it('stands beside a bar at the right', () => {
    const screen: Screen = { bounds, workArea: { ...bounds, width: 1860 } };
    expect(placePanel({ x: 1878, y: 30, width: 24, height: 24 }, screen, size)).toEqual({ x: 1452, y: 8, ...size });
  });

  it('opens on the display of its icon, wherever that lies', () => {
    const left: Screen = {
      bounds: { x: -2560, y: -300, width: 2560, height: 1440 },
      workArea: { x: -2560, y: -300, width: 2560, height: 1392 },
    };
    const placed = placePanel({ x: -100, y: 1100, width: 24, height: 24 }, left, size);
    expect(placed).toEqual({ x: -408, y: 444, ...size });
  });

  it('that was made larger than this display is as large as fits', () => {
    const small: Screen = {
      bounds: { ...bounds, width: 1024, height: 600 },
      workArea: { ...bounds, width: 1024, height: 560 },
    };
    const large = { width: 1400, height: 1300 };
    expect(placePanel(nowhere, small, large)).toEqual({ x: 8, y: 8, width: 1008, height: 544 });
  });

  it('opens beside the pointer where the system does not tell where the icon is that was clicked', () => {
    expect(placePanel(clickedBar({ x: 1500, y: 1060 }, bottomBar), bottomBar, size)).toMatchObject({ x: 1301, y: 392 });
    expect(placePanel(clickedBar({ x: 900, y: 10 }, topBar), topBar, size)).toMatchObject({ x: 701, y: 35 });
    // A pointer elsewhere has clicked no icon: the panel was asked for in another way.
    expect(clickedBar({ x: 900, y: 500 }, topBar)).toEqual(nowhere);
    expect(clickedBar({ x: 5000, y: 10 }, topBar)).toEqual(nowhere);
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
