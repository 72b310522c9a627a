/** What a file is by its first bytes, whatever it is called. */
export type FileKind =
  | 'elf'
  | 'pe'
  | 'mach-o'
  | 'wasm'
  | 'static-library'
  | 'pyc'
  | 'zip'
  | 'gzip'
  | 'bzip2'
  | 'xz'
  | 'zstd'
  | '7z'
  | 'rar'
  | 'tar'
  | 'script'
  | 'other'

/** How many bytes `kindOfFile` wants to see; a tar's mark lies far behind. */
export const headBytes = 64

const marks: readonly (readonly [string, FileKind])[] = [
  ['7f454c46', 'elf'],
  ['feedface', 'mach-o'],
  ['feedfacf', 'mach-o'],
  ['cefaedfe', 'mach-o'],
  ['cffaedfe', 'mach-o'],
  ['0061736d', 'wasm'],
  ['213c617263683e0a', 'static-library'],
  ['504b0304', 'zip'],
  ['504b0506', 'zip'],
  ['1f8b08', 'gzip'],
  ['425a68', 'bzip2'],
  ['fd377a585a00', 'xz'],
  ['28b52ffd', 'zstd'],
  ['377abcaf271c', '7z'],
  ['526172211a07', 'rar'],
  ['2321', 'script'],
]

/** `head` is at least the first `headBytes` of the file, or all of it. */
export function kindOfFile(head: Uint8Array): FileKind {
  const start = Buffer.from(head.subarray(0, 8)).toString('hex')
  const found = marks.find(([mark]) => start.startsWith(mark))
  if (found !== undefined) return found[1]
  if (head.length >= 64 && start.startsWith('4d5a')) return 'pe'
  // Universal Mach-O and Java classes share their mark; a universal file holds few parts, a class has a version above 40.
  if (start.startsWith('cafebabe') && (head[7] ?? 255) < 40 && head[6] === 0) return 'mach-o'
  if (isCompiledPython(head)) return 'pyc'
  return 'other'
}

/** CPython's magic number ends in CR LF, so that a transfer as text breaks it; behind the header stands a code object. */
function isCompiledPython(head: Uint8Array): boolean {
  const release = head[1] ?? 0
  const isRelease = (release >= 0x0b && release <= 0x0f) || release === 0xf2 || release === 0xf3
  if (!isRelease || head[2] !== 0x0d || head[3] !== 0x0a) return false
  return [8, 12, 16].some((at) => head[at] === 0x63 || head[at] === 0xe3)
}

export function isNative(kind: FileKind): boolean {
  return kind === 'elf' || kind === 'pe' || kind === 'mach-o' || kind === 'wasm' || kind === 'static-library'
}

export function isArchive(kind: FileKind): boolean {
  return /^(?:zip|gzip|bzip2|xz|zstd|7z|rar|tar)$/.test(kind)
}
