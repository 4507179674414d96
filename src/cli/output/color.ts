import { styleText } from 'node:util';

/** How a word is meant; a terminal shows it in a color of its own theme. */
export type Tone = 'good' | 'warning' | 'bad' | 'quiet' | 'strong';

const FORMATS = { good: 'green', warning: 'yellow', bad: 'red', quiet: 'dim', strong: 'bold' } as const;

/** Colors a text, or leaves it alone. */
export type Paint = (text: string, tone: Tone) => string;

export const plain: Paint = (text) => text;

const colored: Paint = (text, tone) => styleText(FORMATS[tone], text);

/** For a terminal that has colors, unless `NO_COLOR` is set. Source: no-color.org; Node's `WriteStream.hasColors` heeds it. */
export function paintFor(stream: NodeJS.WriteStream = process.stdout): Paint {
  return stream.isTTY && stream.hasColors() ? colored : plain;
}
