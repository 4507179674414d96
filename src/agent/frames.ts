/** The longest message, in bytes: 1 MB. */
export const LONGEST_MESSAGE = 1024 * 1024;
const HEADER = 4;

/** What came is no message of ours, or one is too long to send. The error says nothing of what stands in it. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** A message as it travels: its length in bytes as 32 bits, highest byte first, then JSON in UTF-8. Throws {@link FrameError}. */
export function frameOf(message: object): Buffer {
  const text = JSON.stringify(message);
  const length = Buffer.byteLength(text);
  if (length > LONGEST_MESSAGE) throw new FrameError('the message is too long');
  const frame = Buffer.alloc(HEADER + length);
  frame.writeUInt32BE(length);
  frame.write(text, HEADER);
  return frame;
}

/** Puts messages together from the pieces in which they arrive. */
export class FrameReader {
  #pieces: Buffer[] = [];
  #length = 0;

  add(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /** The next whole message; `null`: more has to come first. Throws {@link FrameError} as soon as it cannot become one. */
  next(): { readonly message: unknown } | null {
    if (this.#length < HEADER) return null;
    const length = this.#joined(HEADER).readUInt32BE();
    if (length > LONGEST_MESSAGE) throw new FrameError('the message is too long');
    if (this.#length < HEADER + length) return null;
    const all = this.#joined(this.#length);
    const rest = all.subarray(HEADER + length);
    this.#pieces = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
    return { message: parse(all.subarray(HEADER, HEADER + length)) };
  }

  /** So many bytes in one piece at least. A message that is long in coming is not copied again for each piece. */
  #joined(wanted: number): Buffer {
    const [first] = this.#pieces;
    if (first && first.length >= wanted) return first;
    const all = Buffer.concat(this.#pieces);
    this.#pieces = [all];
    return all;
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // What JSON.parse throws repeats a piece of the text.
    throw new FrameError('the message is not JSON');
  }
}
