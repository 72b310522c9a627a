/** What a layout says (in-toto specification 1.0, §4.3), read and not yet believed. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { AttestError } from '../error.ts'
import { isObject, type Json, type JsonObject, listOf, member, textOf } from '../json.ts'
import { isSupportedKey } from '../key-signature.ts'
import { type ArtifactRule, readRule } from './rules.ts'

export interface Layout {
  /** Milliseconds. */
  readonly expires: number
  /** By the ids that its steps name; null for a key of a kind that is not taken here. */
  readonly keys: ReadonlyMap<string, KeyObject | null>
  readonly steps: readonly LayoutStep[]
  readonly inspections: readonly string[]
}

/** One thing that must have been done, and by whom. */
export interface LayoutStep extends ItemRules {
  /** Ids of the keys that may sign its links. */
  readonly authorized: readonly string[]
  readonly threshold: number
  readonly command: readonly string[]
}

/** What artifacts an item may have taken and made. */
export interface ItemRules {
  readonly name: string
  readonly materials: readonly ArtifactRule[]
  readonly products: readonly ArtifactRule[]
}

const mostSteps = 256
const mostRules = 512
const mostKeys = 256
const expiryForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/
/** Names become parts of file names. */
const nameForm = /^[^/\\\u0000-\u001f]{1,200}$/

/** Reads a layout. Throws `malformed`. */
export function readLayout(json: JsonObject): Layout {
  if (textOf(json, '_type') !== 'layout') throw new AttestError('malformed', 'This is no in-toto layout.')
  const expires = textOf(json, 'expires') ?? ''
  const time = expiryForm.test(expires) ? Date.parse(expires) : Number.NaN
  if (Number.isNaN(time)) throw new AttestError('malformed', 'The layout does not say when it expires.')
  const steps = bounded(listOf(json, 'steps'), mostSteps, 'steps').map(readStep)
  const inspections = bounded(listOf(json, 'inspect'), mostSteps, 'inspections').map((each) => readItem(each).name)
  const names = [...steps.map(({ name }) => name), ...inspections]
  if (new Set(names).size !== names.length) throw new AttestError('malformed', 'Two items of the layout have one name.')
  return { expires: time, keys: readKeys(member(json, 'keys')), steps, inspections }
}

function readStep(json: Json): LayoutStep {
  const threshold = member(json, 'threshold')
  const item = readItem(json)
  if (typeof threshold !== 'number' || !Number.isSafeInteger(threshold) || threshold < 1)
    throw new AttestError(
      'malformed',
      `Step \`${item.name}\` of the layout can be done by nobody: its threshold is none.`,
    )
  return {
    ...item,
    threshold,
    authorized: textsOf(listOf(json, 'pubkeys'), 'keys'),
    command: textsOf(listOf(json, 'expected_command'), 'words'),
  }
}

function readItem(json: Json): ItemRules {
  const name = textOf(json, 'name') ?? ''
  if (!nameForm.test(name))
    throw new AttestError('malformed', 'An item of the layout has no name that a file could have.')
  const rules = (key: string): readonly ArtifactRule[] =>
    bounded(listOf(json, key), mostRules, 'rules').map((each) => readRule(each, name))
  return { name, materials: rules('expected_materials'), products: rules('expected_products') }
}

function readKeys(json: Json | undefined): ReadonlyMap<string, KeyObject | null> {
  const entries = isObject(json) ? Object.entries(json) : []
  if (entries.length > mostKeys) throw new AttestError('malformed', 'The layout has too many keys.')
  return new Map(entries.map(([id, key]) => [id, readKey(key)]))
}

/** A public key as securesystemslib writes it: PEM, or hex for Ed25519. Null for one that is not taken here. */
function readKey(json: Json | undefined): KeyObject | null {
  const text = textOf(json, 'keyval', 'public') ?? ''
  try {
    const key = /^[0-9a-f]{64}$/.test(text) ? edwardsKey(text) : createPublicKey(text)
    return isSupportedKey(key) ? key : null
  } catch {
    // Of GPG, or damaged: nobody can sign with it here.
    return null
  }
}

function edwardsKey(hex: string): KeyObject {
  const x = Buffer.from(hex, 'hex').toString('base64url')
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
}

function bounded(list: readonly Json[], most: number, what: string): readonly Json[] {
  if (list.length > most) throw new AttestError('malformed', `The layout has more than ${most} ${what}.`)
  return list
}

function textsOf(list: readonly Json[], what: string): readonly string[] {
  return bounded(list, mostRules, what).map((each) => {
    if (typeof each === 'string') return each
    throw new AttestError('malformed', `The layout has ${what} that are no texts.`)
  })
}
