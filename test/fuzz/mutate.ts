import fc from 'fast-check';

/** One change to something that was valid. Places are taken modulo how many there are, so that each fits whatever it is applied to. */
interface Edit {
  readonly at: number;
  readonly how: number;
  readonly more: unknown;
}

const DEEP = `${'['.repeat(6000)}${']'.repeat(6000)}`;

/** Texts that have broken programs before. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '\0',
      '\n',
      '\r\nSet-Cookie: a=b',
      '\ud800',
      '\u2028',
      '\u202e',
      'İ',
      'ß'.repeat(40),
      '%00',
      '%ff',
      '%',
    ],
    ...['__proto__', 'constructor', 'toString', 'null', 'NaN', '-1', '1e308', '9'.repeat(400), '0x10', '{}', '[]', '"'],
    ...['../../../etc/passwd', 'C:\\con', '/dev/zero', "';--", '$(id)', '`id`', '"&calc', '<script>alert(1)</script>'],
    ...['file:///etc/passwd', 'file://host/share', 'javascript:alert(1)', 'data:,x', 'smb://host/x', 'ms-msdt:/id'],
    ...[
      'http://127.0.0.1',
      'http://[::1',
      'https://',
      'https://a@b',
      'https://a:b@c/',
      'https://ÿ.example',
      'https://xn--',
    ],
    ...['https://login.microsoftonline.com.example', 'https://login.microsoftonline.com@example', 'https://1.1', '//x'],
    ...['x'.repeat(70_000), ' '.repeat(70_000), 'a.'.repeat(20_000), '-----BEGIN '.repeat(3000), DEEP],
    ...['90.00:00:00', '99999999.23:59:59.9999999', '2026-13-45T99:99:99Z', 'AADSTS0', `AADSTS${'1'.repeat(60)}`],
  ),
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.stringMatching(/^[\x21-\x7e]{1,90}$/),
  fc.webUrl(),
);

const EXTREMES = [
  ...[0, -0, -1, 0.5, 1, 2 ** 31, 2 ** 32, 2 ** 53, 1e15, 8.64e15, 1e16, 1e100, 1e308],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MIN_VALUE],
];

/** Values of any kind. Each can cross the bridge; what cannot become JSON is lost where JSON is spoken. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(
    ...[null, undefined, true, false, 10n],
    ...EXTREMES,
    ...[
      [],
      {},
      [[]],
      [null],
      { kind: null },
      { length: 1e9 },
      new Date(Number.NaN),
      new Map([['kind', 1]]),
      new Set([1]),
    ],
    ...[new ArrayBuffer(8), /a/, new Error('x'), Array(1000).fill('x')],
  ),
  fc.double(),
  fc.integer(),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A list that is known to have something in it. */
export function atLeastOne<T>(list: readonly T[]): readonly [T, ...T[]] {
  const [first, ...rest] = list;
  if (first === undefined) throw new Error('there are none');
  return [first, ...rest];
}

const edit = (more: fc.Arbitrary<unknown>): fc.Arbitrary<Edit> =>
  fc.record({ at: fc.nat(), how: fc.nat({ max: 999 }), more });

/** One of the values, with up to so many of its parts replaced, left out, doubled, renamed or wrapped; often with none. */
export function mutated(
  values: readonly [unknown, ...unknown[]],
  most = 3,
  others = hostileValue,
): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.constantFrom(...values), fc.array(edit(others), { maxLength: most }))
    .map(([value, edits]) => edits.reduce(editValue, structuredClone(value)));
}

/** Unlike `String`, it takes objects that cannot become text. */
function inText(value: unknown): string {
  return typeof value === 'object' ? toJson(value) : String(value);
}

type Parent = Record<string, unknown>;

function editValue(value: unknown, { at, how, more: shared }: Edit): unknown {
  const more = structuredClone(shared);
  const root: Parent = { value };
  const places = placesIn(root);
  const place = places[at % places.length];
  if (!place) return value;
  const [parent, key] = place;
  const extreme = EXTREMES[Math.floor(how / 6) % EXTREMES.length];
  const ways = [
    () => Reflect.set(parent, key, more),
    () => Reflect.set(parent, key, typeof parent[key] === 'number' ? extreme : more),
    () => (Array.isArray(parent) ? parent.splice(Number(key), 1) : delete parent[key]),
    () =>
      Array.isArray(parent) ? parent.push(parent[Number(key)]) : Reflect.set(parent, inText(more).slice(0, 40), 1),
    () => Reflect.set(parent, key, [parent[key]]),
    () => Reflect.set(parent, key, `${inText(parent[key])}${inText(more)}`),
  ];
  ways[how % ways.length]?.();
  return root.value;
}

function placesIn(parent: Parent): [Parent, string][] {
  return Object.keys(parent).flatMap((key) => {
    const child = parent[key];
    const inner = isParent(child) ? placesIn(child) : [];
    return [[parent, key] as [Parent, string], ...inner];
  });
}

function isParent(value: unknown): value is Parent {
  return (
    Array.isArray(value) ||
    (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
  );
}

/** The JSON of mutated values, as bytes that are changed themselves now and then. */
export function mutatedJson(values: readonly [unknown, ...unknown[]], most = 3): fc.Arbitrary<Buffer> {
  const text = mutated(values, most).map((value) => Buffer.from(toJson(value)));
  return fc.oneof(
    { weight: 6, arbitrary: text },
    { weight: 1, arbitrary: text.chain((bytes) => mutatedBytes([bytes], 3)) },
    { weight: 1, arbitrary: hostileText.map((all) => Buffer.from(all)) },
  );
}

/** What JSON cannot say becomes what it makes of it; numbers beyond all bounds are written out. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'bigint') return String(part);
    return part === Number.POSITIVE_INFINITY ? '∞' : part;
  });
  return (text ?? '').replaceAll('"∞"', '1e999');
}

const NUMBERS = [0, 1, 0x7f, 0x80, 0xff, 0x30, 0x0a, 0x0d, 0x2d, 0x41];

/** One of the contents with up to so many changes of its bytes. */
export function mutatedBytes(contents: readonly [Buffer, ...Buffer[]], most = 4): fc.Arbitrary<Buffer> {
  return fc
    .tuple(
      fc.constantFrom(...contents),
      fc.array(edit(fc.oneof(fc.uint8Array({ maxLength: 12 }), fc.constantFrom(...contents))), { maxLength: most }),
    )
    .map(([content, edits]) => edits.reduce(editBytes, Buffer.from(content)));
}

function editBytes(bytes: Buffer, { at, how, more }: Edit): Buffer {
  const insert = more instanceof Uint8Array ? more : Buffer.alloc(0);
  const start = at % (bytes.length + 1);
  const [head, tail] = [bytes.subarray(0, start), bytes.subarray(start)];
  const way = how % 8;
  if (way === 0) return Buffer.concat([head, Buffer.of((tail[0] ?? 0) ^ (1 << ((how >> 3) % 8))), tail.subarray(1)]);
  if (way === 1) return Buffer.concat([head, Buffer.of(NUMBERS[(how >> 3) % NUMBERS.length] ?? 0), tail.subarray(1)]);
  if (way === 2) return Buffer.concat([head, insert, tail]);
  if (way === 3) return Buffer.concat([head, insert, tail.subarray(insert.length)]);
  if (way === 4) return Buffer.from(head);
  if (way === 5) return Buffer.concat([head, tail.subarray(1 + (how >> 3))]);
  if (way === 6) return Buffer.concat([head, tail.subarray(0, 40), tail]);
  return Buffer.concat([tail, head]);
}

/** DER with elements of it replaced, left out or doubled, and all lengths right again: it gets further than changed bytes. */
export function mutatedDer(contents: readonly [Buffer, ...Buffer[]], most = 3): fc.Arbitrary<Buffer> {
  const trees = atLeastOne(contents.map(readDer));
  const other = fc.oneof(
    fc.uint8Array({ maxLength: 12 }).map((content) => ({ tag: 4, content })),
    fc.record({ tag: fc.constantFrom(1, 2, 3, 4, 5, 6, 0x30, 0x31, 0x80, 0xa0, 0xa1, 0xa3), content: fc.constant([]) }),
    fc.record({
      tag: fc.constant(2),
      content: fc.constantFrom(Buffer.of(0), Buffer.of(0x7f, 255, 255, 255), Buffer.of(128)),
    }),
  );
  return mutated(trees, most, other).map((tree) => writeDer(tree));
}

interface DerTree {
  readonly tag: number;
  readonly content: Uint8Array | readonly DerTree[];
}

function readDer(bytes: Buffer): DerTree {
  const [tree] = readAll(bytes);
  if (!tree) throw new Error('not DER');
  return tree;
}

function readAll(bytes: Buffer): DerTree[] {
  const trees: DerTree[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    const first = bytes[at + 1] ?? 0;
    const long = first < 0x80 ? 0 : first & 0x7f;
    const length = long === 0 ? first : bytes.readUIntBE(at + 2, Math.min(long, 6));
    const start = at + 2 + long;
    const content = bytes.subarray(start, start + length);
    trees.push({ tag, content: (tag & 0x20) !== 0 ? readAll(content) : opened(tag, content) });
    at = start + length;
  }
  return trees;
}

/** Octets of DER inside of an element are part of the tree, as in PFX files. */
function opened(tag: number, content: Buffer): Buffer | DerTree[] {
  if (tag !== 4 || content[0] !== 0x30 || content.length < 4) return content;
  try {
    const inner = readAll(content);
    return inner.length === 1 && writeDer(inner[0]).equals(content) ? inner : content;
  } catch {
    return content;
  }
}

function writeDer(tree: unknown): Buffer {
  if (tree instanceof Uint8Array) return Buffer.from(tree);
  if (typeof tree !== 'object' || tree === null) return Buffer.from(inText(tree));
  const [tag, inner]: unknown[] = [Reflect.get(tree, 'tag'), Reflect.get(tree, 'content')];
  const content = Array.isArray(inner) ? Buffer.concat(inner.map(writeDer)) : writeDer(inner ?? Buffer.alloc(0));
  const { length } = content;
  const long = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
  const size = Buffer.alloc(1 + long, 0x80 + long);
  size.writeUIntBE(length, long === 0 ? 0 : 1, Math.max(long, 1));
  return Buffer.concat([Buffer.of(typeof tag === 'number' ? tag & 0xff : 0x30), size, content]);
}
