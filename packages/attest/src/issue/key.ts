import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { IssueError } from './error.ts'

/** How a key signs. ECDSA in DER, RSA with PKCS #1 v1.5. */
export type SigningSuite = 'ecdsa-p256-sha256' | 'ecdsa-p384-sha384' | 'ed25519' | 'rsa-pkcs1-sha256'

/** A private key that can sign, and its public half. */
export interface SigningKey {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly suite: SigningSuite
  /** SHA-256 of the public key (SubjectPublicKeyInfo, DER), lower-case hex: a hint for who verifies, nothing more. */
  readonly keyId: string
}

const mostCharacters = 65_536
const leastRsaBits = 2048
const begin = /-----BEGIN ([A-Z0-9 ]{1,60})-----/g
const privateLabels = new Set(['PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'EC PRIVATE KEY', 'RSA PRIVATE KEY'])
const publicLabels = new Set(['PUBLIC KEY', 'RSA PUBLIC KEY', 'CERTIFICATE', 'TRUSTED CERTIFICATE', 'SSH2 PUBLIC KEY'])

/**
 * Reads a private key in PEM: PKCS #8, plain or encrypted (RFC 5958), SEC 1 for elliptic curves (RFC 5915), PKCS #1 for RSA. Keys are P-256,
 * P-384, Ed25519 or RSA of 2,048 bits and more. Throws `key-malformed`, `key-public`, `key-passphrase`, `key-unsupported`.
 */
export function readSigningKey(pem: string, passphrase: string | null): SigningKey {
  const text = privateBlock(pem)
  const encrypted = /^-----BEGIN ENCRYPTED |^Proc-Type: 4,ENCRYPTED/m.test(text)
  if (encrypted && passphrase === null)
    throw new IssueError(
      'key-passphrase',
      'The key is encrypted, and no passphrase is given (--passphrase-file, --passphrase-env, CORDON_KEY_PASSPHRASE).',
    )
  try {
    const options = encrypted && passphrase !== null ? { key: text, passphrase } : { key: text }
    return signingKeyOf(createPrivateKey(options))
  } catch (cause) {
    if (cause instanceof IssueError) throw cause
    if (encrypted)
      throw new IssueError('key-passphrase', 'The passphrase does not open the key, or the key is damaged.', { cause })
    throw new IssueError('key-malformed', 'The private key cannot be read: it is damaged, or of an unknown kind.', {
      cause,
    })
  }
}

/** A private key as what signs. Throws `key-unsupported`. */
export function signingKeyOf(privateKey: KeyObject): SigningKey {
  const publicKey = createPublicKey(privateKey)
  const suite = suiteOf(publicKey)
  if (suite === null)
    throw new IssueError(
      'key-unsupported',
      `A key of kind ${kindOf(publicKey)} cannot sign here; take P-256, P-384, Ed25519, or RSA of at least ${leastRsaBits} bits.`,
    )
  return { privateKey, publicKey, suite, keyId: keyIdOf(publicKey) }
}

/** How signatures with this key are made and verified; null for a key that does not sign here. */
export function suiteOf(key: KeyObject): SigningSuite | null {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'ed25519') return 'ed25519'
  if (key.asymmetricKeyType === 'rsa') return modulusLength >= leastRsaBits ? 'rsa-pkcs1-sha256' : null
  if (key.asymmetricKeyType !== 'ec') return null
  if (namedCurve === 'prime256v1') return 'ecdsa-p256-sha256'
  return namedCurve === 'secp384r1' ? 'ecdsa-p384-sha384' : null
}

/** The digest that Node's `sign` and `verify` are to use with a suite; null for Ed25519, which has its own. */
export function digestOf(suite: SigningSuite): 'sha256' | 'sha384' | null {
  if (suite === 'ed25519') return null
  return suite === 'ecdsa-p384-sha384' ? 'sha384' : 'sha256'
}

/** SHA-256 of a public key (SubjectPublicKeyInfo, DER), lower-case hex. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}

/** The one block that holds a private key; OpenSSL writes the parameters of a curve before it. */
function privateBlock(pem: string): string {
  if (pem.length > mostCharacters) throw new IssueError('key-malformed', 'This is far too long for a key in PEM.')
  const found = blocksOf(pem)
  const [first, ...more] = found.filter(({ label }) => privateLabels.has(label))
  if (more.length > 0) throw new IssueError('key-malformed', 'The file holds several private keys; give one.')
  if (first !== undefined) return first.text
  const labels = found.map(({ label }) => label)
  if (labels.some((label) => publicLabels.has(label)))
    throw new IssueError('key-public', 'This is a public key or a certificate; signing takes the private key.')
  const other = labels.find((label) => label.includes('PRIVATE KEY'))
  if (other === undefined)
    throw new IssueError('key-malformed', 'This is no private key in PEM (-----BEGIN PRIVATE KEY-----).')
  throw new IssueError(
    'key-unsupported',
    `A key in the form \`${other}\` is not read here; convert it to PKCS #8, or make one with \`openssl genpkey\`.`,
  )
}

interface Block {
  readonly label: string
  readonly text: string
}

function blocksOf(pem: string): readonly Block[] {
  return [...pem.matchAll(begin)].flatMap(({ index, 1: label = '' }) => {
    const next = pem.indexOf('-----BEGIN ', index + 1)
    const end = `-----END ${label}-----`
    const body = next < 0 ? pem.slice(index) : pem.slice(index, next)
    const at = body.indexOf(end)
    return at < 0 ? [] : [{ label, text: body.slice(0, at + end.length) }]
  })
}

function kindOf(key: KeyObject): string {
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {}
  const detail = namedCurve ?? (modulusLength === undefined ? null : `${modulusLength} bits`)
  return `${key.asymmetricKeyType ?? 'unknown'}${detail === null ? '' : ` (${detail})`}`
}
