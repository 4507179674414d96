import { readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import { STATUS_LOOKS } from '../../src/core/expiry/status';
import { ICNS_SIZES, type Picture, packIcns, packIco } from './containers';
import { glyph, ON_DARK, ON_LIGHT, templateGlyph } from './glyphs';

/** Electron picks a picture by the suffix of its name, as the screen's scale wants. */
const SCALES: ReadonlyArray<readonly [suffix: string, scale: number]> = [
  ['', 1],
  ['@1.25x', 1.25],
  ['@1.5x', 1.5],
  ['@2x', 2],
  ['@3x', 3],
];
const MAC_SCALES = SCALES.filter(([, scale]) => Number.isInteger(scale));
const TRAY_SIZE = 16;
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const ICO_SIZES = [16, 20, 24, 32, 40, 48, 64, 256];
/** Up to this size the mark is drawn with fewer and larger strokes. */
const SMALL = 24;
/** macOS icons leave a margin around their tile: 824 of 1024, by Apple's template. */
const MAC_TILE = 824 / 1024;

const mark = readSvg('mark.svg');
const smallMark = readSvg('mark-small.svg');

/** Every generated file: its path under assets/ and its content. */
export function iconFiles(): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  files.set('icon.png', markPicture(512).png);
  files.set('icon.ico', packIco(ICO_SIZES.map(markPicture)));
  files.set('icon.icns', packIcns(ICNS_SIZES.map(macPicture)));
  for (const size of LINUX_SIZES) files.set(`linux/${size}x${size}.png`, markPicture(size).png);
  for (const status of STATUS_LOOKS) {
    for (const [suffix, scale] of SCALES) {
      const size = TRAY_SIZE * scale;
      files.set(`tray/${status}-light${suffix}.png`, render(glyph(status, ON_LIGHT), size));
      files.set(`tray/${status}-dark${suffix}.png`, render(glyph(status, ON_DARK), size));
    }
    for (const [suffix, scale] of MAC_SCALES)
      files.set(`tray/${status}Template${suffix}.png`, render(templateGlyph(status), TRAY_SIZE * scale));
  }
  return files;
}

function markPicture(size: number): Picture {
  return { size, png: render(size <= SMALL ? smallMark : mark, size) };
}

function macPicture(size: number): Picture {
  const { png } = markPicture(Math.round(size * MAC_TILE));
  const side = Math.round(size * MAC_TILE);
  const margin = Math.round((size - side) / 2);
  const image = `<image href="data:image/png;base64,${Buffer.from(png).toString('base64')}" x="${margin}" y="${margin}" width="${side}" height="${side}"/>`;
  return {
    size,
    png: render(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}">${image}</svg>`, size),
  };
}

function render(svg: string, width: number): Uint8Array {
  return new Resvg(svg, { fitTo: { mode: 'width', value: width } }).render().asPng();
}

function readSvg(name: string): string {
  return readFileSync(new URL(`../../assets/${name}`, import.meta.url), 'utf8');
}
