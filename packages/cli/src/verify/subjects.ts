import { createHash } from 'node:crypto'
import { createReadStream, type Dirent, readdirSync, readFileSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Subject } from '@cordon/attest'
import { UsageError } from '../error.ts'

/** A file to verify, and the paths of what vouches for it. */
export interface PlacedSubject {
  /** As it was asked for. */
  readonly asked: string
  readonly subject: Subject
  readonly documents: readonly string[]
}

const digestForm = /^sha256:[0-9a-f]{64}$/
/** What upload tools (PEP 740) and signing tools put behind the name of a file. */
const sidecarEnding =
  /^\.(?:provenance|sigstore|sigstore\.json|intoto\.jsonl|asc|attestation|[A-Za-z0-9_-]{1,60}\.attestation)$/
/** A verification summary: it says what a verifier found, and not who has built or published. */
const summaryEnding = /^\.vsa\.intoto\.jsonl$/
const mostDocumentBytes = 16 * 1024 * 1024
/** Of a file that is read whole for signatures that need its bytes. */
const mostSignedBytes = 1024 * 1024 * 1024

/** The file or digest, and what lies beside it when nothing is named. */
export async function placeSubject(asked: string, named: readonly string[], cwd: string): Promise<PlacedSubject> {
  const path = resolve(cwd, asked)
  const found = await stat(path).catch(() => null)
  if (found === null && digestForm.test(asked))
    return { asked, subject: { name: null, sha256: asked.slice(7) }, documents: named }
  if (found === null) throw new UsageError('OPTION', `${asked}: no such file`)
  if (!found.isFile()) throw new UsageError('OPTION', `${asked}: not a file; name the files in it`)
  const whole = found.size > mostSignedBytes ? {} : { read: () => readFileSync(path) }
  const subject = { name: basename(path), sha256: await sha256Of(path), ...whole }
  return { asked, subject, documents: named.length > 0 ? named : await sidecarsOf(path) }
}

/** Whether a file vouches for another that lies beside it, so that `verify dist/*` does not ask who vouches for it. */
export function isSidecar(path: string, all: readonly string[]): boolean {
  const isBeside = (ending: string): boolean => sidecarEnding.test(ending) || summaryEnding.test(ending)
  return all.some((other) => path.startsWith(other) && isBeside(path.slice(other.length)))
}

/** Whether something lies beside a file that could vouch for it. */
export function hasSidecar(path: string): boolean {
  const name = basename(path)
  return readdirSync(dirname(path)).some((each) => each.startsWith(name) && sidecarEnding.test(each.slice(name.length)))
}

async function sidecarsOf(path: string): Promise<readonly string[]> {
  const entries: readonly Dirent[] = await readdir(dirname(path), { withFileTypes: true })
  const name = basename(path)
  return entries
    .filter((entry) => entry.name.startsWith(name) && sidecarEnding.test(entry.name.slice(name.length)))
    .map((entry) => join(dirname(path), entry.name))
    .sort()
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** The text of a file that was named, or that lies beside. Throws `UsageError`. */
export async function readDocumentText(path: string, cwd: string): Promise<string> {
  const place = resolve(cwd, path)
  try {
    if ((await stat(place)).size > mostDocumentBytes)
      throw new UsageError('OPTION', `${path}: larger than ${mostDocumentBytes} bytes`)
    return await readFile(place, 'utf8')
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw new UsageError('OPTION', `${path}: cannot be read`, { cause })
  }
}
