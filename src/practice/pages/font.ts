import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Reply, text } from '../wire/http';

export const FONT_PATH = '/practice/font.woff2';

/**
 * Where a fallback font is, if there is one. Only systems without a good font of their own ask for it, which in
 * practice are build machines; an installed app does without.
 */
const FONT_FILE = findFont();

export const hasFont = FONT_FILE !== null;

export async function fontReply(): Promise<Reply> {
  if (FONT_FILE === null) return text('Not found', 404);
  const headers = { 'Content-Type': 'font/woff2', 'Cache-Control': 'max-age=3600' };
  return { status: 200, headers, body: await readFile(FONT_FILE) };
}

function findFont(): string | null {
  try {
    return createRequire(import.meta.url).resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2');
  } catch {
    return null;
  }
}
