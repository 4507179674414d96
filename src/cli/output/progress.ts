import { SECOND } from '../../core/model/time';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const CLEAR_LINE = '\r\x1b[K';

type Screen = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

/** On a terminal, says what is awaited once it takes longer than a second, and takes it back at the end. `words` is asked again and again. */
export async function whileWaiting<T>(
  words: () => string,
  work: Promise<T>,
  screen: Screen = process.stderr,
): Promise<T> {
  if (!screen.isTTY) return work;
  let frame = -1;
  const timer = setInterval(() => {
    frame += 1;
    if (frame * 100 < SECOND) return;
    const line = `${FRAMES[frame % FRAMES.length]} ${words()}`;
    screen.write(`${CLEAR_LINE}${line.slice(0, Math.max(1, (screen.columns || 80) - 1))}`);
  }, 100);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    if (frame * 100 >= SECOND) screen.write(CLEAR_LINE);
  }
}
