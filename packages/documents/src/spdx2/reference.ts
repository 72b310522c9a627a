import type { Hash } from '@cordon/model'
import type { Reference } from '../bom.ts'
import { referenceTypes } from '../cyclonedx/versions.ts'
import { iri } from '../fit.ts'
import { knownHash, sortedHashes } from '../hash.ts'

const hashComment = /^hashes:((?: [a-z0-9_-]{1,20}:[0-9a-f]{1,128})+)(?:\n([\s\S]*))?$/

/** SPDX has no hashes of what lies elsewhere: they begin the comment. */
export function commentOf({ comment, hashes }: Reference): string | null {
  if (hashes.length === 0) return comment
  const text = `hashes: ${hashes.map(({ algorithm, value }) => `${algorithm}:${value}`).join(' ')}`
  return comment === null ? text : `${text}\n${comment}`
}

/** A reference from its parts as SPDX has them. */
export function referenceOf(type: string, url: string, written: string | null): Reference {
  const match = hashComment.exec(written ?? '')
  const comment = match === null ? written : (match[2] ?? null)
  return {
    type: referenceTypes.has(type) ? type : 'other',
    url,
    comment: comment === null || comment.trim() === '' ? null : comment,
    hashes: match === null ? [] : hashesIn(match[1] ?? ''),
  }
}

function hashesIn(text: string): readonly Hash[] {
  return sortedHashes(
    text
      .trim()
      .split(' ')
      .flatMap((each) => knownHash(each.slice(0, each.indexOf(':')), each.slice(each.indexOf(':') + 1)) ?? []),
  )
}

/** A reference as SPDX can say it. */
export function fitReference(reference: Reference): Reference {
  const hashes = sortedHashes(reference.hashes)
  return referenceOf(reference.type, iri(reference.url), commentOf({ ...reference, hashes }))
}

const place = /^found at (.+?)(?::(\d{1,9}))?$/

/** Where a component was found, as lines of free text. */
export function placesText(
  occurrences: readonly { readonly location: string; readonly line: number | null }[],
): string {
  return occurrences.map(({ location, line }) => `found at ${location}${line === null ? '' : `:${line}`}`).join('\n')
}

/** Reads such lines; null when the text says something else too. */
export function readPlaces(
  text: string,
): readonly { readonly location: string; readonly line: number | null }[] | null {
  const lines = text.split('\n').map((line) => place.exec(line.trim()))
  return lines.every((match) => match !== null)
    ? lines.map(([, location = '', line]) => ({ location, line: line === undefined ? null : Number(line) }))
    : null
}
