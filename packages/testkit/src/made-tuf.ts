/** A TUF repository (1.0, consistent snapshots) for one test: keys of its own, one target, all in memory. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

const roles = ['root', 'timestamp', 'snapshot', 'targets'] as const
type Role = (typeof roles)[number]

/** What the next publication is to be; each member may be what no honest repository does. */
export interface TufOptions {
  /** When metadata of these roles expires, instead of in ten years. */
  readonly expires?: Readonly<Partial<Record<Role, Date>>>
  /** The role whose metadata a stranger signs. */
  readonly forged?: Role
  /** Whether the target is other bytes than those that are signed. */
  readonly tampered?: boolean
}

export interface MadeTuf {
  /** Path → bytes, as an address or a folder serves them. Grows with every publication. */
  readonly files: Map<string, Buffer>
  /** The first `root.json`. */
  readonly root: string
  /** Another state of the target, signed and dated anew. */
  publish(text: string, options?: TufOptions): void
  /** A new root with new keys, signed by the old ones and the new. `forged: 'root'`: the old ones have not signed it. */
  rotate(options?: TufOptions): void
}

interface Signer {
  readonly id: string
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

interface State {
  readonly files: Map<string, Buffer>
  readonly target: string
  text: string
  /** Two keys sign a root; one of them everything else. */
  keys: readonly [Signer, Signer]
  rootVersion: number
  version: number
}

/** A repository with one target in its first state. */
export function madeTuf(target: string, text: string, options: TufOptions = {}): MadeTuf {
  const keys = [newSigner(), newSigner()] as const
  const state: State = { files: new Map(), target, text, keys, rootVersion: 1, version: 0 }
  writeRoot(state, keys, options)
  publish(state, text, options)
  return {
    files: state.files,
    root: state.files.get('1.root.json')?.toString('utf8') ?? '',
    publish: (next, more = {}) => publish(state, next, more),
    rotate(more = {}) {
      const old = state.keys
      state.keys = [newSigner(), newSigner()]
      state.rootVersion += 1
      writeRoot(state, more.forged === 'root' ? state.keys : [...old, ...state.keys], more)
      publish(state, state.text, more)
    },
  }
}

function newSigner(): Signer {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { ...pair, id: digest(pair.publicKey.export({ type: 'spki', format: 'der' })) }
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function publish(state: State, text: string, options: TufOptions): void {
  state.text = text
  state.version += 1
  const { files, target, version, keys } = state
  const bytes = Buffer.from(text, 'utf8')
  const hashes = { sha256: digest(bytes) }
  const [online] = keys
  const write = (role: Role, said: object): Buffer => {
    const by = options.forged === role ? newSigner() : online
    return metadata({ _type: role, version, expires: expiry(role, options), ...said }, [{ ...by, id: online.id }])
  }
  files.set(`targets/${hashes.sha256}.${target}`, options.tampered === true ? Buffer.alloc(bytes.length, 0x20) : bytes)
  const targets = write('targets', { targets: { [target]: { length: bytes.length, hashes } } })
  files.set(`${version}.targets.json`, targets)
  const snapshot = write('snapshot', { meta: { 'targets.json': metaOf(version, targets) } })
  files.set(`${version}.snapshot.json`, snapshot)
  files.set('timestamp.json', write('timestamp', { meta: { 'snapshot.json': metaOf(version, snapshot) } }))
}

function metaOf(version: number, bytes: Buffer): object {
  return { version, length: bytes.length, hashes: { sha256: digest(bytes) } }
}

function writeRoot({ files, keys, rootVersion }: State, signers: readonly Signer[], options: TufOptions): void {
  const [online, other] = keys
  const role = { keyids: [online.id], threshold: 1 }
  const said = {
    _type: 'root',
    version: rootVersion,
    expires: expiry('root', options),
    consistent_snapshot: true,
    keys: Object.fromEntries(keys.map((key) => [key.id, keyJson(key)])),
    roles: {
      root: { keyids: [online.id, other.id], threshold: 2 },
      timestamp: role,
      snapshot: role,
      targets: role,
    },
  }
  files.set(`${rootVersion}.root.json`, metadata(said, signers))
}

function keyJson({ publicKey }: Signer): object {
  const text = publicKey.export({ type: 'spki', format: 'pem' })
  return { keytype: 'ecdsa', scheme: 'ecdsa-sha2-nistp256', keyval: { public: text } }
}

function expiry(role: Role, { expires }: TufOptions): string {
  return `${(expires?.[role] ?? new Date(Date.now() + 3650 * 86_400_000)).toISOString().slice(0, 19)}Z`
}

function metadata(said: object, signers: readonly Signer[]): Buffer {
  const signed = { spec_version: '1.0.31', ...said }
  const bytes = Buffer.from(canonical(signed), 'utf8')
  const signatures = signers.map(({ id, privateKey }) => ({
    keyid: id,
    sig: sign('sha256', bytes, privateKey).toString('hex'),
  }))
  return Buffer.from(JSON.stringify({ signatures, signed }, null, 1))
}

/** Canonical JSON as TUF and in-toto sign it: keys sorted, no spaces, and in texts only quotes and backslashes escaped. */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return `"${value.replaceAll(/[\\"]/g, '\\$&')}"`
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, each]) => `${canonical(key)}:${canonical(each)}`).join(',')}}`
}
