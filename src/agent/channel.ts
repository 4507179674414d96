import type { Socket } from 'node:net';
import type * as v from 'valibot';
import type { DurationMs } from '../core/model/time';
import { type Read, readMessage } from './contract';
import { FrameError, FrameReader } from './frames';

export type Heard<T> = Read<T> | { readonly kind: 'closed' };

/** One side of a conversation. It reads no further than it is asked to, so nothing piles up from a peer that sends and sends. */
export class Channel {
  readonly #reader = new FrameReader();
  readonly #pieces: AsyncIterator<Buffer>;
  #isOver = false;

  constructor(private readonly socket: Socket) {
    // It closes then, and that is what counts.
    socket.on('error', () => undefined);
    this.#pieces = socket[Symbol.asyncIterator]();
  }

  /** The next message, as the schema has it. Never rejects. */
  async hear<T>(schema: v.GenericSchema<unknown, T>): Promise<Heard<T>> {
    try {
      for (;;) {
        const next = this.#reader.next();
        if (next) return readMessage(schema, next.message);
        const piece = await this.#pieces.next();
        // Whoever was told that it is over is not listened to.
        if (piece.done || this.#isOver) return { kind: 'closed' };
        this.#reader.add(piece.value);
      }
    } catch (error) {
      return { kind: error instanceof FrameError ? 'garbage' : 'closed' };
    }
  }

  say(frame: Buffer): void {
    if (!this.#isOver) this.socket.write(frame);
  }

  /** Says one thing more, and closes when the other side has it; or after `patience`, if it does not take it. */
  end(frame: Buffer, patience: DurationMs): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const late = setTimeout(() => this.socket.destroy(), patience);
    this.socket.once('close', () => clearTimeout(late));
    this.socket.end(frame, () => this.socket.destroy());
  }

  close(): void {
    this.#isOver = true;
    this.socket.destroy();
  }
}
