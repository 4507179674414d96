import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, test } from 'vitest';
import { iconFiles } from '../../scripts/icons/files';
import { glyph, ON_DARK, ON_LIGHT, templateGlyph } from '../../scripts/icons/glyphs';
import { STATUS_LOOKS } from '../../src/core/expiry/status';

const assets = resolve(import.meta.dirname, '../../assets');
/** What Windows paints its taskbar with, light and dark. */
const TASKBAR = { light: '#f3f3f3', dark: '#202020' };

/** Decoded, since another processor may round the last bit of a pixel differently. */
function pixels(png: Uint8Array): Buffer {
  const href = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  const size = Buffer.from(png).readUInt32BE(16);
  const page = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><image href="${href}" width="${size}" height="${size}"/></svg>`;
  return new Resvg(page).render().pixels;
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** How many of the 16 × 16 pixels two glyphs cover differently, colours aside. */
function differentPixels(one: string, other: string): number {
  const [a, b] = [one, other].map((svg) => new Resvg(svg).render().pixels);
  if (a === undefined || b === undefined) throw new Error('nothing drawn');
  let count = 0;
  for (let at = 3; at < a.length; at += 4) if (Math.abs((a[at] ?? 0) - (b[at] ?? 0)) > 96) count += 1;
  return count;
}

describe('the icons in assets/', () => {
  const drawn = iconFiles();

  test('are what npm run icons draws', () => {
    for (const [name, content] of drawn) {
      const file = join(assets, name);
      expect(existsSync(file), `${name} is missing: run npm run icons`).toBe(true);
      // The containers hold the same drawings; their bytes may differ by processor.
      if (!name.endsWith('.png')) continue;
      const committed = pixels(readFileSync(file));
      const fresh = pixels(content);
      expect(committed.length, `${name} is stale: run npm run icons`).toBe(fresh.length);
      const off = committed.findIndex((value, at) => Math.abs(value - (fresh[at] ?? 0)) > 2);
      expect(off, `${name} is stale: run npm run icons`).toBe(-1);
    }
  });

  test('include nothing that is not drawn any more', () => {
    const present = ['tray', 'linux'].flatMap((folder) =>
      readdirSync(join(assets, folder)).map((name) => `${folder}/${name}`),
    );
    expect(present.filter((name) => !drawn.has(name))).toEqual([]);
  });
});

describe('the tray glyphs', () => {
  test('stand out from the taskbar in every colour', () => {
    const weak = [
      ...Object.entries(ON_LIGHT).filter(
        ([name, colour]) => name !== 'onExpired' && contrast(colour, TASKBAR.light) < 4.5,
      ),
      ...Object.entries(ON_DARK).filter(
        ([name, colour]) => name !== 'onExpired' && contrast(colour, TASKBAR.dark) < 4.5,
      ),
    ];
    expect(weak).toEqual([]);
    for (const palette of [ON_LIGHT, ON_DARK])
      expect(contrast(palette.onExpired, palette.expired)).toBeGreaterThan(4.5);
  });

  test('tell every status from every other by shape alone', () => {
    for (const one of STATUS_LOOKS)
      for (const other of STATUS_LOOKS.filter((status) => status !== one))
        expect(differentPixels(templateGlyph(one), templateGlyph(other)), `${one} and ${other}`).toBeGreaterThan(12);
  });

  test('have the same shape on light and dark taskbars', () => {
    for (const status of STATUS_LOOKS)
      expect(differentPixels(glyph(status, ON_LIGHT), glyph(status, ON_DARK)), status).toBe(0);
  });
});
