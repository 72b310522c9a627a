import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Ending } from './temporary-folder.ts'

/** What a name server says of a name: `exists` has name servers of its own, `address` only an address, `empty` nothing at all. */
export type NameAnswer = 'exists' | 'address' | 'empty' | 'nxdomain' | 'servfail' | 'silence'

export interface NameServer {
  /** `127.0.0.1:<port>` */
  readonly address: string
  /** Names that were asked about, in order, each question. */
  readonly asked: readonly string[]
}

const types = { address: 1, nameServer: 2 }
const codes: Partial<Readonly<Record<NameAnswer, number>>> = { servfail: 2, nxdomain: 3 }

/** A real name server on loopback, over UDP (RFC 1035): says what it was told to say; of every other name that it does not exist. */
export async function startNameServer(t: Ending, names: Readonly<Record<string, NameAnswer>>): Promise<NameServer> {
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (message, from) => {
    const { name, type, end } = readQuestion(message)
    asked.push(name)
    const said = Object.hasOwn(names, name) ? (names[name] ?? 'nxdomain') : 'nxdomain'
    if (said === 'silence') return
    const records =
      said === 'exists' && type === types.nameServer
        ? [record(types.nameServer, encodeName('ns.example.invalid'))]
        : said === 'address' && type === types.address
          ? [record(types.address, Buffer.from([192, 0, 2, 1]))]
          : []
    const header = Buffer.alloc(12)
    message.copy(header, 0, 0, 2)
    // An answer, recursion desired and available.
    header.writeUInt16BE(0x8180 | (codes[said] ?? 0), 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(records.length, 6)
    socket.send(Buffer.concat([header, message.subarray(12, end), ...records]), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  t.after(() => void socket.close())
  return { address: `127.0.0.1:${socket.address().port}`, asked }
}

interface Question {
  readonly name: string
  readonly type: number
  readonly end: number
}

function readQuestion(message: Buffer): Question {
  const labels: string[] = []
  let at = 12
  for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length).toLowerCase())
    at += length + 1
  }
  return { name: labels.join('.'), type: message.readUInt16BE(at + 1), end: at + 5 }
}

/** A record of the name that was asked about, good for a minute. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12)
  // A pointer to the question's name.
  head.writeUInt16BE(0xc00c, 0)
  head.writeUInt16BE(type, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt32BE(60, 6)
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}

function encodeName(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)]))
  return Buffer.concat([...labels, Buffer.from([0])])
}
