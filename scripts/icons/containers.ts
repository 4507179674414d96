/** A square PNG and its size in pixels. */
export interface Picture {
  readonly size: number;
  readonly png: Uint8Array;
}

/** A Windows .ico of PNG entries (understood since Windows Vista). Sizes up to 256. */
export function packIco(pictures: readonly Picture[]): Uint8Array {
  const HEADER = 6;
  const ENTRY = 16;
  const head = Buffer.alloc(HEADER + ENTRY * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  pictures.forEach(({ size, png }, index) => {
    const at = HEADER + ENTRY * index;
    head.writeUInt8(size === 256 ? 0 : size, at);
    head.writeUInt8(size === 256 ? 0 : size, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/** The PNG entries of an .icns by pixel size; a size may serve as a plain and as a Retina picture. */
const ICNS_TYPES: ReadonlyArray<readonly [type: string, size: number]> = [
  ['icp4', 16],
  ['ic11', 32],
  ['icp5', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];

/** A macOS .icns. Throws when a size of {@link ICNS_SIZES} is missing. */
export function packIcns(pictures: readonly Picture[]): Uint8Array {
  const entries = ICNS_TYPES.map(([type, wanted]) => {
    const picture = pictures.find(({ size }) => size === wanted);
    if (picture === undefined) throw new Error(`no picture of ${wanted} pixels`);
    return chunk(type, picture.png);
  });
  return chunk('icns', Buffer.concat(entries));
}

export const ICNS_SIZES: readonly number[] = [...new Set(ICNS_TYPES.map(([, size]) => size))];

function chunk(type: string, content: Uint8Array): Uint8Array {
  const head = Buffer.alloc(8);
  head.write(type, 0, 'latin1');
  head.writeUInt32BE(content.length + head.length, 4);
  return Buffer.concat([head, content]);
}
