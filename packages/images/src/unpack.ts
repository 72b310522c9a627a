import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { ImageError } from './error.ts'
import { ZstdFrames } from './zstd-frames.ts'

export interface UnpackLimits {
  /** Of one layer, unpacked. */
  readonly layerBytes: number
  /** Unpacked over packed size, above `ratioFrom` bytes. */
  readonly ratio: number
  readonly ratioFrom: number
  /** Promised size of what comes in: nothing is read beyond it. */
  readonly packedBytes?: number
}

/** Bytes as they come; both counted and their SHA-256 taken. */
export interface Unpacking {
  /** Unpacked. A piece holds until the next is asked for. */
  readonly pieces: AsyncIterable<Buffer>
  /** After the last piece: `sha256:…` and size of what came in and of what came out. */
  readonly result: () => UnpackResult
}

export interface UnpackResult {
  readonly packed: { readonly digest: string; readonly size: number }
  readonly unpacked: { readonly digest: string; readonly size: number }
}

const pieceBytes = 128 * 1024

/**
 * A layer unpacked while it streams: its first bytes say how it is packed (gzip, zstd or not at all), its media type does not count. Throws
 * `BAD_LAYER`, `UNSUPPORTED` and `TOO_LARGE`; `what` names the layer in them.
 */
export function unpackLayer(source: AsyncIterable<Uint8Array>, what: string, limits: UnpackLimits): Unpacking {
  const packed = new Measured()
  const unpacked = new Measured()
  return {
    pieces: measured(openStream(source, what, { packed, most: limits.packedBytes ?? limits.layerBytes }), what, {
      packed,
      unpacked,
      limits,
    }),
    result: () => ({ packed: packed.result(), unpacked: unpacked.result() }),
  }
}

class Measured {
  readonly #hash = createHash('sha256')
  size = 0
  #digest: string | null = null

  add(piece: Uint8Array): void {
    this.#hash.update(piece)
    this.size += piece.length
  }

  result(): { readonly digest: string; readonly size: number } {
    this.#digest ??= `sha256:${this.#hash.digest('hex')}`
    return { digest: this.#digest, size: this.size }
  }
}

interface Measuring {
  readonly packed: Measured
  readonly unpacked: Measured
  readonly limits: UnpackLimits
}

async function* measured(
  pieces: AsyncIterable<Uint8Array>,
  what: string,
  { packed, unpacked, limits }: Measuring,
): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    unpacked.add(piece)
    if (unpacked.size > limits.layerBytes)
      throw new ImageError('TOO_LARGE', `${what}: unpacks to more than ${limits.layerBytes} bytes. It is not read.`)
    if (unpacked.size > limits.ratioFrom && unpacked.size > packed.size * limits.ratio)
      throw new ImageError('TOO_LARGE', `${what}: unpacks to more than ${limits.ratio} times its size. It is not read.`)
    yield Buffer.isBuffer(piece) ? piece : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
  }
}

interface Input {
  readonly packed: Measured
  readonly most: number
}

async function* openStream(
  source: AsyncIterable<Uint8Array>,
  what: string,
  incoming: Input,
): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]()
  const head = await readHead(iterator)
  const codec = codecOf(head.bytes, what)
  const whole = measuredInput(head.pieces, iterator, { ...incoming, what })
  const pieces = codec === zstd ? cutIntoFrames(whole) : whole
  if (codec === null) {
    yield* pieces
    return
  }
  // What goes wrong on the input's side is told as it is; anything else is the codec's.
  let inputError: unknown = null
  const input = Readable.from(
    keepingErrors(pieces, (error) => {
      inputError = error
    }),
    { objectMode: true, highWaterMark: 4 },
  )
  const output = codec.open()
  input.on('error', (error) => output.destroy(error))
  input.pipe(output)
  try {
    for await (const piece of output) yield piece as Buffer
  } catch (cause) {
    if (inputError !== null) throw inputError
    throw new ImageError('BAD_LAYER', `${what}: its ${codec.name} stream is damaged. Pull or build the image again.`, {
      cause,
    })
  } finally {
    input.destroy()
    output.destroy()
  }
}

/** The first bytes, at least four where there are as many. */
async function readHead(
  iterator: AsyncIterator<Uint8Array>,
): Promise<{ pieces: readonly Uint8Array[]; bytes: Buffer }> {
  const pieces: Uint8Array[] = []
  let length = 0
  while (length < 4) {
    const next = await iterator.next()
    if (next.done === true) break
    pieces.push(next.value)
    length += next.value.length
  }
  return { pieces, bytes: Buffer.concat(pieces.map((piece) => piece.subarray(0, 8))) }
}

async function* measuredInput(
  head: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
  { packed, most, what }: Input & { readonly what: string },
): AsyncGenerator<Uint8Array> {
  const measured = (piece: Uint8Array): Uint8Array => {
    packed.add(piece)
    // A stream of empty parts unpacks to nothing, however long it is.
    if (packed.size > most)
      throw new ImageError('WRONG_SIZE', `${what}: more bytes come than the ${most} there should be.`)
    return piece
  }
  try {
    for (const piece of head) yield measured(piece)
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield measured(next.value)
  } finally {
    await rest.return?.()
  }
}

async function* cutIntoFrames(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const frames = new ZstdFrames()
  for await (const piece of pieces) yield* frames.cut(piece)
}

async function* keepingErrors(
  pieces: AsyncIterable<Uint8Array>,
  onError: (error: unknown) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces
  } catch (error) {
    onError(error)
    throw error
  }
}

interface Codec {
  readonly name: string
  open(): NodeJS.ReadWriteStream & { destroy(error?: Error): unknown }
}

const gzip: Codec = { name: 'gzip', open: () => createGunzip({ chunkSize: pieceBytes }) }
const zstd: Codec = { name: 'zstd', open: () => createZstdDecompress({ chunkSize: pieceBytes }) }

function codecOf(head: Buffer, what: string): Codec | null {
  if (head[0] === 0x1f && head[1] === 0x8b) return gzip
  // A frame, or a skippable frame before it (RFC 8878).
  const isSkippable = head.length >= 4 && ((head[0] ?? 0) & 0xf0) === 0x50 && head.readUInt32LE(0) >>> 4 === 0x184d2a5
  if (head.length >= 4 && (head.readUInt32LE(0) === 0xfd2fb528 || isSkippable)) return zstd
  const other =
    head.toString('latin1', 0, 3) === 'BZh' ? 'bzip2' : head.toString('latin1', 1, 4) === '7zX' ? 'xz' : null
  if (other !== null)
    throw new ImageError('UNSUPPORTED', `${what}: packed with ${other}, which no image format allows any more.`)
  return null
}
