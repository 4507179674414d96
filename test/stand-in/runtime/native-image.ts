import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { asElectron, Double, refuseOtherStatics } from './refusal';

type Supported =
  | 'addRepresentation'
  | 'getAspectRatio'
  | 'getScaleFactors'
  | 'getSize'
  | 'isEmpty'
  | 'isMacTemplateImage'
  | 'isTemplateImage'
  | 'setTemplateImage'
  | 'toDataURL'
  | 'toPNG';

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

function isPng(data: Buffer): boolean {
  return data.length > 24 && data.subarray(0, 8).equals(PNG_SIGNATURE);
}

function sizeOfPng(data: Buffer): Electron.Size {
  return { width: data.readUInt32BE(16), height: data.readUInt32BE(20) };
}

/** A picture kept as its PNG files, one per scale factor. Anything else counts as unreadable, hence empty. */
export class NativeImageDouble extends Double implements Pick<Electron.NativeImage, Supported> {
  isMacTemplateImage = false;
  /** The file it came from, which tests like to look at. */
  path: string | undefined;
  private readonly representations = new Map<number, Buffer>();

  constructor() {
    super('NativeImage', 'nativeImage');
  }

  static fromPng(data: Buffer, scaleFactor = 1): NativeImageDouble {
    const image = new NativeImageDouble();
    if (isPng(data)) image.representations.set(scaleFactor, data);
    return image;
  }

  /** Takes `name@2x.png` and its like along, as Electron does. */
  static fromPath(path: string): NativeImageDouble {
    const image = new NativeImageDouble();
    image.path = path;
    const extension = extname(path);
    const stem = path.slice(0, path.length - extension.length);
    const files = new Map(
      [1, 1.25, 1.33, 1.4, 1.5, 1.8, 2, 2.5, 3, 4, 5].map((scale) => [scale, `${stem}@${scale}x${extension}`]),
    );
    files.set(1, path);
    for (const [scale, file] of files) {
      const data = read(file);
      if (data && isPng(data)) image.representations.set(scale, data);
    }
    image.isMacTemplateImage = stem.endsWith('Template');
    return image;
  }

  addRepresentation({ scaleFactor = 1, buffer, dataURL }: Electron.AddRepresentationOptions): void {
    const data = buffer ?? (dataURL ? fromDataUrl(dataURL) : undefined);
    if (data && isPng(data)) this.representations.set(scaleFactor, data);
  }

  isEmpty(): boolean {
    return this.representations.size === 0;
  }

  getScaleFactors(): number[] {
    return [...this.representations.keys()].sort((left, right) => left - right);
  }

  getSize(scaleFactor?: number): Electron.Size {
    const [scale, data] = this.nearest(scaleFactor ?? 1) ?? [];
    if (!scale || !data) return { width: 0, height: 0 };
    const { width, height } = sizeOfPng(data);
    return { width: Math.round(width / scale), height: Math.round(height / scale) };
  }

  getAspectRatio(scaleFactor?: number): number {
    const { width, height } = this.getSize(scaleFactor);
    return height === 0 ? 1 : width / height;
  }

  toPNG({ scaleFactor = 1 }: Electron.ToPNGOptions = {}): Buffer {
    return this.nearest(scaleFactor)?.[1] ?? Buffer.alloc(0);
  }

  toDataURL(options: Electron.ToDataURLOptions = {}): string {
    return `data:image/png;base64,${this.toPNG(options).toString('base64')}`;
  }

  isTemplateImage(): boolean {
    return this.isMacTemplateImage;
  }

  setTemplateImage(option: boolean): void {
    this.isMacTemplateImage = option;
  }

  private nearest(wanted: number): [number, Buffer] | undefined {
    const entries = [...this.representations].sort(([left], [right]) => left - right);
    return entries.find(([scale]) => scale >= wanted) ?? entries.at(-1);
  }
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

function fromDataUrl(url: string): Buffer {
  const comma = url.indexOf(',');
  return Buffer.from(url.slice(comma + 1), url.slice(0, comma).endsWith(';base64') ? 'base64' : 'utf8');
}

function toElectron(image: NativeImageDouble): Electron.NativeImage {
  return asElectron<Electron.NativeImage>(image);
}

/** The double behind an image that code hands back, or the picture at a path. */
export function toImageDouble(image: Electron.NativeImage | string): NativeImageDouble {
  if (typeof image === 'string') return NativeImageDouble.fromPath(image);
  const candidate: object = image;
  if (candidate instanceof NativeImageDouble) return candidate;
  throw new TypeError('Not a NativeImage of the stand-in');
}

type Statics = Pick<
  typeof Electron.NativeImage,
  'createEmpty' | 'createFromBuffer' | 'createFromDataURL' | 'createFromPath'
>;

const statics: Statics = {
  createEmpty: () => toElectron(new NativeImageDouble()),
  createFromBuffer: (buffer, options = {}) => toElectron(NativeImageDouble.fromPng(buffer, options.scaleFactor)),
  createFromDataURL: (dataURL) => toElectron(NativeImageDouble.fromPng(fromDataUrl(dataURL))),
  createFromPath: (path) => toElectron(NativeImageDouble.fromPath(path)),
};

export const nativeImage = refuseOtherStatics('NativeImage', statics, 'nativeImage');
