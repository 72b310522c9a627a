import { ImageError } from '../error.ts'
import { isDigest } from './digest.ts'

/** The name of an image in a registry. */
export interface ImageReference {
  /** Host, and port where there is one. */
  readonly registry: string
  readonly repository: string
  readonly tag: string | null
  readonly digest: string | null
}

/** Where a name without a host leads, and where that registry really answers. */
export const usualRegistry = 'docker.io'

const domainForm =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?){0,20}|\[[0-9a-fA-F:]{2,45}\])(?::\d{1,5})?$/
const partForm = /^[a-z0-9]+(?:(?:\.|_|__|-{1,10})[a-z0-9]+){0,40}$/
const tagForm = /^\w[\w.-]{0,127}$/

/** `python:3.12`, `ghcr.io/org/app@sha256:…`, `localhost:5000/app:1`; throws `BAD_REFERENCE`. */
export function parseReference(text: string): ImageReference {
  if (text.length > 1000) throw bad(text, 'too long')
  const at = text.indexOf('@')
  const digest = at < 0 ? null : text.slice(at + 1)
  if (digest !== null && !isDigest(digest)) throw bad(text, 'what follows @ is no sha256 digest')
  const name = at < 0 ? text : text.slice(0, at)
  const colon = name.lastIndexOf(':')
  const hasTag = colon > name.lastIndexOf('/')
  const tag = hasTag ? name.slice(colon + 1) : null
  if (tag !== null && !tagForm.test(tag)) throw bad(text, 'what follows the last : is no tag')
  const path = hasTag ? name.slice(0, colon) : name
  const slash = path.indexOf('/')
  const first = slash < 0 ? '' : path.slice(0, slash)
  const isHost = first.includes('.') || first.includes(':') || first === 'localhost' || first !== first.toLowerCase()
  if (isHost && !domainForm.test(first)) throw bad(text, 'it starts with no host')
  const registry = isHost ? first : usualRegistry
  const rest = isHost ? path.slice(slash + 1) : path
  const repository = registry === usualRegistry && !rest.includes('/') ? `library/${rest}` : rest
  if (repository.length > 255 || !repository.split('/').every((part) => part.length <= 128 && partForm.test(part)))
    throw bad(text, 'repositories are written in small letters')
  return { registry, repository, tag: tag === null && digest === null ? 'latest' : tag, digest }
}

export function referenceText({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`
}

function bad(text: string, why: string): ImageError {
  const shown = JSON.stringify(text.slice(0, 200))
  return new ImageError('BAD_REFERENCE', `${shown}: no file, folder or name of an image: ${why}.`)
}
