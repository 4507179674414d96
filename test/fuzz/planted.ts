import fc from 'fast-check';
import { Fuzzer } from './run';
import { SECRETS, type Target } from './target';

/** Feeds one target that has a fault which is known, and tells what came of it. Started by `fuzz.test.ts`. */
const [folder = '', fault = ''] = process.argv.slice(2);

const isBad = ({ length }: string) => length >= 3;
const FAULTS: Readonly<Record<string, (text: string) => unknown>> = {
  none: () => null,
  throws: (text) => {
    if (isBad(text)) throw new TypeError('out of the depths');
  },
  'rejects unheard': (text) => void (isBad(text) && Promise.reject(new Error('unheard'))),
  'throws later': (text) => {
    if (!isBad(text)) return null;
    setImmediate(() => {
      throw new Error('late');
    });
    return new Promise((resolve) => setTimeout(resolve, 5));
  },
  tells: (text) => ({ deep: [{ in: isBad(text) ? SECRETS.clientSecret.slice(3, 17) : '' }] }),
  prints: (text) => isBad(text) && console.error(`it was ${SECRETS.refreshToken}`),
  loops: (text) => {
    while (isBad(text));
  },
  'never ends': (text) => isBad(text) && new Promise(() => undefined),
};

const target: Target<string> = { name: 'planted', input: fc.string(), feed: (text) => FAULTS[fault]?.(text) };
const fuzzer = new Fuzzer(folder, 1500);
console.log(JSON.stringify(await fuzzer.run(target, 1, 1000)));
process.exit(0);
