import type { AesRequest, Codecs } from '../decoders/codecs.ts'
import { decryptFernet, withoutPadding } from '../decoders/fernet.ts'
import type { Model } from './model.ts'
import { rawOf } from './raw.ts'
import { givenTo } from './streams.ts'
import { bytes, made, type OpaqueValue, text, type Value } from './value.ts'

const fernet: Model = (m, given, _site, self) => {
  const key = rawOf(givenTo(self)[0])
  const token = rawOf(given.positional[0])
  if (key === null || token === null) return null
  const message = decryptFernet(key.value, token.value, m.codecs)
  return message === null ? null : bytes(message, made('cryptography.fernet.Fernet.decrypt', token.making))
}

const modes: readonly AesRequest['mode'][] = ['cbc', 'ecb', 'ctr', 'gcm', 'cfb', 'ofb']

/** `AES.new(key, AES.MODE_CBC, iv).decrypt(data)` */
const aes: Model = (m, given, _site, self) => {
  const [key, mode, iv] = givenTo(self)
  const name = mode?.kind === 'external' ? mode.path.split('.MODE_').at(-1)?.toLowerCase() : undefined
  return decrypt(
    m.codecs,
    [key, iv, given.positional[0]],
    modes.find((each) => each === name),
  )
}

/** `Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor().update(data)` */
const hazmat: Model = (m, given, _site, self) => {
  const cipher = self?.kind === 'opaque' ? calleeObject(self) : undefined
  const [algorithm, mode] = givenTo(cipher)
  const name = mode?.kind === 'opaque' ? /\.modes\.(\w+)\(\)$/.exec(mode.path)?.[1]?.toLowerCase() : undefined
  return decrypt(
    m.codecs,
    [givenTo(algorithm)[0], givenTo(mode)[0], given.positional[0]],
    modes.find((each) => each === name),
  )
}

/** The object whose method gave a value. */
function calleeObject(value: OpaqueValue): Value | undefined {
  const [method] = value.from
  return method?.kind === 'opaque' ? method.from[0] : undefined
}

type Parts = readonly [key: Value | undefined, iv: Value | undefined, data: Value | undefined]

function decrypt(
  codecs: Codecs,
  [keyValue, ivValue, dataValue]: Parts,
  mode: AesRequest['mode'] | undefined,
): Value | null {
  const [key, data] = [rawOf(keyValue), rawOf(dataValue)]
  const iv = rawOf(ivValue)
  if (key === null || data === null || mode === undefined || (iv === null && mode !== 'ecb')) return null
  const plain = codecs.aes?.({ mode, key: key.value, iv: iv?.value ?? new Uint8Array(0), data: data.value }) ?? null
  return plain === null ? null : bytes(plain, made('AES', data.making))
}

const unpad: Model = (_m, given) => {
  const data = rawOf(given.positional[0])
  return data === null ? null : bytes(withoutPadding(data.value), data.making)
}

function digesting(name: 'md5' | 'sha1' | 'sha256' | 'sha512'): Model {
  return (m, _given, _site, self) => {
    const data = rawOf(givenTo(self)[0])
    const digest = data === null ? undefined : m.codecs.digest?.(name, data.value)
    return digest === undefined || digest === null ? null : bytes(digest, null)
  }
}

function hexDigesting(name: 'md5' | 'sha1' | 'sha256' | 'sha512'): Model {
  return (m, given, site, self) => {
    const digest = digesting(name)(m, given, site, self)
    if (digest?.kind !== 'bytes') return null
    return text(Array.from(digest.value, (byte) => byte.toString(16).padStart(2, '0')).join(''))
  }
}

const digests = ['md5', 'sha1', 'sha256', 'sha512'] as const

/** Deciphering with keys that stand in the code, by path. `self` is the object of the method. */
export const ciphers: readonly (readonly [string, Model])[] = [
  ['cryptography.fernet.Fernet().decrypt', fernet],
  ...['Crypto', 'Cryptodome'].flatMap(
    (root) =>
      [
        [`${root}.Cipher.AES.new().decrypt`, aes],
        [`${root}.Util.Padding.unpad`, unpad],
      ] as const,
  ),
  ['cryptography.hazmat.primitives.ciphers.Cipher().decryptor().update', hazmat],
  ...digests.flatMap((name) => [
    [`hashlib.${name}().digest`, digesting(name)] as const,
    [`hashlib.${name}().hexdigest`, hexDigesting(name)] as const,
  ]),
]
