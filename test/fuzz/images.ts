/** Pictures by their forms, small, with all that is taken out of pictures and all that stays. */
export const IMAGES: readonly Buffer[] = [jpeg(), png(), webp()];

function jpeg(): Buffer {
  const tiff = Buffer.from('49492a0008000000010012010300010000000600000000000000', 'hex');
  const segment = (marker: number, ...parts: readonly Buffer[]): Buffer => {
    const body = Buffer.concat(parts);
    return Buffer.concat([Buffer.of(0xff, marker, 0, body.length + 2), body]);
  };
  return Buffer.concat([
    Buffer.of(0xff, 0xd8),
    segment(0xe0, Buffer.from('JFIF\0')),
    segment(0xe1, Buffer.from('Exif\0\0'), tiff, Buffer.from('N 35.46 E 44.39')),
    segment(0xee, Buffer.from('Adobe\0d\0\0\0\0\u0001')),
    segment(0xfe, Buffer.from('taken at the bridge')),
    segment(0xdb, Buffer.alloc(65, 3)),
    segment(0xc2, Buffer.alloc(15, 1)),
    segment(0xda, Buffer.alloc(10, 2)),
    Buffer.of(5, 0xff, 0, 7, 0xff, 0xd3, 9),
    segment(0xc4, Buffer.alloc(20)),
    segment(0xda, Buffer.alloc(10, 2)),
    Buffer.of(6, 7, 0xff, 0xd9),
    Buffer.from('behind the end'),
  ]);
}

function png(): Buffer {
  const chunk = (name: string, body: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    return Buffer.concat([length, Buffer.from(name), body, Buffer.alloc(4, 9)]);
  };
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.alloc(13)),
    chunk('tEXt', Buffer.from('Author\0somebody')),
    chunk('eXIf', Buffer.from('MM\0*')),
    chunk('gAMA', Buffer.alloc(4)),
    chunk('IDAT', Buffer.of(1, 2, 3)),
    chunk('IEND', Buffer.alloc(0)),
    Buffer.from('behind the end'),
  ]);
}

function webp(): Buffer {
  const chunk = (name: string, body: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(body.length);
    return Buffer.concat([Buffer.from(name), length, body, Buffer.alloc(body.length % 2)]);
  };
  const tiff = Buffer.from('4d4d002a0000000800010112000300000001000600000000', 'hex');
  const frame = Buffer.concat([Buffer.alloc(16), chunk('VP8L', Buffer.of(1, 2))]);
  const all = Buffer.concat([
    Buffer.from('WEBP'),
    chunk('VP8X', Buffer.concat([Buffer.of(0x2e), Buffer.alloc(9)])),
    chunk('ICCP', Buffer.from('profile')),
    chunk('ANMF', Buffer.concat([frame, chunk('EXIF', Buffer.from('hidden'))])),
    chunk('EXIF', Buffer.concat([Buffer.from('Exif\0\0'), tiff])),
    chunk('XMP ', Buffer.from('<x/>')),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(all.length);
  return Buffer.concat([Buffer.from('RIFF'), length, all]);
}
