/** One member of a tar as a test wants it: what is not given is as it should be. */
export interface TarMember {
  readonly name: string | Uint8Array
  readonly data?: string | Uint8Array
  /** One character; `0`, a file, when not given. */
  readonly type?: string
  readonly link?: string
  readonly mode?: number
  /** Records of an extended header that is written before the member. */
  readonly pax?: Readonly<Record<string, string>>
  /** The name in a GNU long name before the member. */
  readonly longName?: string
  readonly lie?: TarLie
}

/** What a hostile writer says instead of the truth. */
export interface TarLie {
  /** Announced size; a string is written as it is. */
  readonly size?: number | string | Uint8Array
  readonly checksum?: number
  /** Seven characters behind the type's place; `ustar␀00` when not given. */
  readonly magic?: string
}

const block = 512

/** Writes a tar, with its two blocks of zeros at the end. Same input, same bytes. */
export function writeTar(members: readonly TarMember[], options: { readonly end?: Uint8Array } = {}): Buffer {
  return Buffer.concat([...members.flatMap(writeMember), options.end ?? Buffer.alloc(2 * block)])
}

function writeMember(member: TarMember): Buffer[] {
  const parts: Buffer[] = []
  if (member.pax !== undefined) {
    const records = Object.entries(member.pax).map(([key, value]) => paxRecord(key, value))
    parts.push(...writeMember({ name: 'PaxHeaders/x', type: 'x', data: Buffer.concat(records) }))
  }
  if (member.longName !== undefined)
    parts.push(...writeMember({ name: '././@LongLink', type: 'L', data: `${member.longName}\0` }))
  const data = Buffer.from(member.data ?? '')
  const padding = Buffer.alloc((block - (data.length % block)) % block)
  return [...parts, headerOf(member, data.length), data, padding]
}

/** The length counts its own digits. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`)
  let length = rest.length + 1
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length
  return Buffer.concat([Buffer.from(String(length)), rest])
}

function headerOf(member: TarMember, size: number): Buffer {
  const header = Buffer.alloc(block)
  Buffer.from(member.name).copy(header, 0, 0, 100)
  header.write(`${octal(member.mode ?? 0o644, 7)}\0`, 100)
  header.write('0000000\0'.repeat(2), 108)
  writeSize(header, member.lie?.size ?? size)
  header.write('00000000000\0', 136)
  header.write('        ', 148)
  header.write(member.type ?? '0', 156, 'latin1')
  header.write(member.link ?? '', 157, 100)
  header.write(member.lie?.magic ?? 'ustar\x0000', 257, 'latin1')
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${octal(member.lie?.checksum ?? sum, 6)}\0 `, 148)
  return header
}

function writeSize(header: Buffer, size: number | string | Uint8Array): void {
  if (typeof size === 'number') header.write(`${octal(size, 11)}\0`, 124)
  else Buffer.from(size).copy(header, 124, 0, 12)
}

function octal(value: number, width: number): string {
  return value.toString(8).padStart(width, '0')
}
