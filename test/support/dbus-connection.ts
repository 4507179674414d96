import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { WireReader, WireWriter } from './dbus-wire';

const CALL = 1;
const RETURN = 2;
const ERROR = 3;
/** Header fields. Source: D-Bus specification, "Header Fields". */
const PATH = 1;
const INTERFACE = 2;
const MEMBER = 3;
const ERROR_NAME = 4;
const REPLY_SERIAL = 5;
const DESTINATION = 6;
const SIGNATURE = 8;
/** Before the header fields: byte order, type, flags, version, body length, serial, and the length of the fields. */
const FIXED_HEADER = 16;

/** A method to call, and its arguments as `[signature, ...values]`. */
export interface DBusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly arguments?: readonly [signature: string, ...values: unknown[]];
}

interface Waiter {
  readonly resolve: (values: unknown[]) => void;
  readonly reject: (error: Error) => void;
}

/** One connection to a bus: method calls only. A Secret Service session lives as long as its connection, hence no command-line tool will do. */
export class DBusConnection {
  #serial = 0;
  #received = Buffer.alloc(0);
  readonly #waiting = new Map<number, Waiter>();

  private constructor(readonly socket: Socket) {}

  /** Connects to the bus that listens at `socketPath`, as the current user. */
  static async open(socketPath: string): Promise<DBusConnection> {
    const socket = createConnection(socketPath);
    await once(socket, 'connect');
    const user = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
    socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
    const [answer] = await once(socket, 'data');
    if (!String(answer).startsWith('OK ')) throw new Error(`the bus refused us: ${String(answer)}`);
    socket.write('BEGIN\r\n');
    const connection = new DBusConnection(socket);
    socket.on('data', (data: Buffer) => connection.#receive(data));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => connection.#fail());
    const bus = 'org.freedesktop.DBus';
    await connection.call({ destination: bus, path: '/org/freedesktop/DBus', interface: bus, member: 'Hello' });
    return connection;
  }

  /** Resolves to the reply's values; rejects with the error's name and text. */
  call(call: DBusCall): Promise<unknown[]> {
    this.#serial += 1;
    const serial = this.#serial;
    return new Promise((resolve, reject) => {
      this.#waiting.set(serial, { resolve, reject });
      this.socket.write(encodeCall(call, serial));
    });
  }

  close(): void {
    this.socket.destroy();
  }

  #fail(): void {
    for (const waiter of this.#waiting.values()) waiter.reject(new Error('the bus hung up'));
    this.#waiting.clear();
  }

  #receive(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data]);
    while (this.#received.length >= FIXED_HEADER) {
      const bodyLength = this.#received.readUInt32LE(4);
      const headerLength = Math.ceil((FIXED_HEADER + this.#received.readUInt32LE(12)) / 8) * 8;
      if (this.#received.length < headerLength + bodyLength) return;
      const message = this.#received.subarray(0, headerLength + bodyLength);
      this.#received = this.#received.subarray(headerLength + bodyLength);
      this.#deliver(message, headerLength);
    }
  }

  #deliver(message: Buffer, headerLength: number): void {
    const type = message.readUInt8(1);
    if (type !== RETURN && type !== ERROR) return;
    const fields = readFields(message);
    const waiter = this.#waiting.get(Number(fields.get(REPLY_SERIAL)));
    if (waiter === undefined) return;
    this.#waiting.delete(Number(fields.get(REPLY_SERIAL)));
    const values = new WireReader(message.subarray(headerLength)).readAll(String(fields.get(SIGNATURE) ?? ''));
    if (type === RETURN) waiter.resolve(values);
    else waiter.reject(new Error(`${String(fields.get(ERROR_NAME))}: ${String(values[0] ?? '')}`));
  }
}

function encodeCall(call: DBusCall, serial: number): Buffer {
  const [signature, ...values] = call.arguments ?? [''];
  const body = new WireWriter();
  const fields: unknown[] = [
    [PATH, { signature: 'o', value: call.path }],
    [INTERFACE, { signature: 's', value: call.interface }],
    [MEMBER, { signature: 's', value: call.member }],
    [DESTINATION, { signature: 's', value: call.destination }],
  ];
  if (signature !== '') {
    body.write(`(${signature})`, values);
    fields.push([SIGNATURE, { signature: 'g', value: signature }]);
  }
  const header = new WireWriter();
  for (const byte of [0x6c, CALL, 0, 1]) header.write('y', byte);
  header.write('u', body.bytes.length);
  header.write('u', serial);
  header.write('a(yv)', fields);
  header.align(8);
  return Buffer.concat([header.bytes, body.bytes]);
}

function readFields(message: Buffer): Map<unknown, unknown> {
  const reader = new WireReader(message);
  reader.readAll('yyyyuu');
  const fields = reader.read('a(yv)');
  if (!Array.isArray(fields)) throw new Error('the header has no fields');
  return new Map(
    fields.map((field: unknown) => (Array.isArray(field) ? [field[0], field[1]] : [undefined, undefined])),
  );
}
