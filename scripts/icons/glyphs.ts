import type { StatusLook } from '../../src/core/expiry/status';

/** The colors a tray glyph is drawn in. `ink` is the taskbar's own text color; the others carry meaning, though never alone. */
export interface Palette {
  readonly ink: string;
  readonly good: string;
  readonly busy: string;
  readonly soon: string;
  readonly person: string;
  readonly expired: string;
  /** On top of the disc of `expired`. */
  readonly onExpired: string;
}

/** For a light taskbar: every color has a contrast of at least 4.5 to #f3f3f3. */
export const ON_LIGHT: Palette = {
  ink: '#1b1b1b',
  good: '#0b7a55',
  busy: '#0f6cbd',
  soon: '#8f5400',
  person: '#b3420a',
  expired: '#c50f1f',
  onExpired: '#ffffff',
};

/** For a dark taskbar: every color has a contrast of at least 4.5 to #202020. */
export const ON_DARK: Palette = {
  ink: '#ffffff',
  good: '#4fe0bd',
  busy: '#6cb4ff',
  soon: '#ffc83d',
  person: '#ff9a57',
  expired: '#ff6b6b',
  onExpired: '#1b1b1b',
};

const CENTER = 8;
const RADIUS = 7;

/** The ring is the lifetime in days, on a grid of 16: pixel-sharp at its outermost points. */
function ring(color: string, extra = ''): string {
  return `<circle cx="${CENTER}" cy="${CENTER}" r="${RADIUS}" fill="none" stroke="${color}" stroke-width="2" ${extra}/>`;
}

/** Part of the ring, clockwise from the top, in degrees. */
function arc(from: number, to: number, color: string, cap: 'round' | 'butt' = 'butt'): string {
  const start = onRing(from);
  const end = onRing(to);
  const large = to - from > 180 ? 1 : 0;
  const path = `M${start.x} ${start.y}A${RADIUS} ${RADIUS} 0 ${large} 1 ${end.x} ${end.y}`;
  return `<path d="${path}" fill="none" stroke="${color}" stroke-width="2" stroke-linecap="${cap}"/>`;
}

function onRing(degrees: number, radius = RADIUS) {
  const angle = ((degrees - 90) * Math.PI) / 180;
  return { x: round(CENTER + radius * Math.cos(angle)), y: round(CENTER + radius * Math.sin(angle)) };
}

/** An arrowhead on the ring that points clockwise; its base is at `at` degrees. */
function arrowhead(at: number, color: string): string {
  const outer = onRing(at, RADIUS + 1);
  const inner = onRing(at, RADIUS - 3);
  const tip = onRing(at + 38, RADIUS - 0.6);
  return `<path d="M${outer.x} ${outer.y}L${inner.x} ${inner.y}L${tip.x} ${tip.y}z" fill="${color}"/>`;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

const KEY = 'M8 3.6a2.2 2.2 0 0 1 1 4.16V9.4h1.4v1.2H9V12.4H7V7.76A2.2 2.2 0 0 1 8 3.6z';

function key(color: string): string {
  return `<path d="${KEY}" fill="${color}"/>`;
}

const GLYPHS: Readonly<Record<StatusLook, (palette: Palette) => string>> = {
  fine: ({ ink, good }) => ring(good) + key(ink),

  new: ({ ink, busy }) =>
    ring(ink, 'stroke-dasharray="2.748 2.749" stroke-dashoffset="1.374" stroke-opacity="0.75"') +
    `<path d="M7 4.5h2V7h2.5v2H9v2.5H7V9H4.5V7H7z" fill="${busy}"/>`,

  working: ({ ink, busy }) =>
    arc(20, 140, busy) +
    arrowhead(140, busy) +
    arc(200, 320, busy) +
    arrowhead(320, busy) +
    `<circle cx="8" cy="8" r="2" fill="${ink}"/>`,

  offline: ({ ink }) =>
    '<mask id="cut"><rect width="16" height="16" fill="#fff"/><path d="M0 0L16 16" stroke="#000" stroke-width="5"/></mask>' +
    `<g mask="url(#cut)" opacity="0.55">${ring(ink)}</g>` +
    `<path d="M1.5 1.5L14.5 14.5" stroke="${ink}" stroke-width="2" stroke-linecap="round"/>`,

  soon: ({ ink, soon }) => ring(ink, 'stroke-opacity="0.32"') + arc(0, 110, soon) + key(ink),

  person: ({ person }) =>
    ring(person) +
    `<circle cx="8" cy="6" r="2" fill="${person}"/>` +
    `<path d="M4.6 11.6C4.6 9.7 6 8.8 8 8.8s3.4 0.9 3.4 2.8z" fill="${person}"/>`,

  expired: ({ expired, onExpired }) =>
    `<circle cx="8" cy="8" r="8" fill="${expired}"/>` + `<path d="M7 3.5h2V9.2H7zM7 10.7h2v2H7z" fill="${onExpired}"/>`,
};

/** The tray's glyph of a status, as an SVG on a grid of 16. */
export function glyph(status: StatusLook, palette: Palette): string {
  return wrap(GLYPHS[status](palette));
}

/** The same in black on nothing, which macOS colors itself. What is white elsewhere is a hole here. */
export function templateGlyph(status: StatusLook): string {
  const black = '#000000';
  const all: Palette = {
    ink: black,
    good: black,
    busy: black,
    soon: black,
    person: black,
    expired: black,
    onExpired: '#ffffff',
  };
  if (status !== 'expired') return wrap(GLYPHS[status](all));
  const hole = GLYPHS.expired({ ...all, expired: '#ffffff', onExpired: black });
  return wrap(`<mask id="hole">${hole}</mask><rect width="16" height="16" fill="${black}" mask="url(#hole)"/>`);
}

function wrap(content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${content}</svg>`;
}
