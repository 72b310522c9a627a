/** PEP 440 for the slow matcher: versions as lists of numbers, compared one part after the other. */

export interface Version {
  readonly epoch: bigint
  readonly release: readonly bigint[]
  readonly pre: readonly [letter: 'a' | 'b' | 'rc', number: bigint] | null
  readonly post: bigint | null
  readonly dev: bigint | null
  readonly local: readonly string[] | null
}

const grammar =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|beta|preview|pre|rc|a|b|c)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(?:post|rev|r)[-_.]?(\d*))?(?:[-_.]?dev[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/

const parsed = new Map<string, Version | null>()

/** The version, or null where PEP 440 cannot read the text. */
export function parse(text: string): Version | null {
  const known = parsed.get(text)
  if (known !== undefined) return known
  const found = grammar.exec(text.trim().toLowerCase())
  const version = found === null ? null : versionOf(found)
  parsed.set(text, version)
  return version
}

function versionOf(found: RegExpExecArray): Version {
  const [, epoch, release = '', letter, pre = '', implicitPost, spelledPost, dev, local] = found
  const post = implicitPost ?? spelledPost
  return {
    epoch: BigInt(epoch ?? 0),
    release: release.split('.').map(BigInt),
    // BigInt('') is 0: `1.0rc` is `1.0rc0`.
    pre: letter === undefined ? null : [shortLetter(letter), BigInt(pre)],
    post: post === undefined ? null : BigInt(post),
    dev: dev === undefined ? null : BigInt(dev),
    local: local === undefined ? null : local.split(/[-_.]/),
  }
}

function shortLetter(word: string): 'a' | 'b' | 'rc' {
  if (word === 'a' || word === 'alpha') return 'a'
  return word === 'b' || word === 'beta' ? 'b' : 'rc'
}

/** `2.0+cu118` counts as 2.0 against a bound, or an entry of a list, that has no local part. */
export function withLocalOf(bound: Version, installed: Version): Version {
  return bound.local === null ? { ...installed, local: null } : installed
}

/** Negative, zero or positive as a is older than, equal to or newer than b (PEP 440). */
export function compare(a: Version, b: Version): number {
  return (
    order(a.epoch, b.epoch) ||
    compareReleases(a.release, b.release) ||
    order(prePlace(a), prePlace(b)) ||
    order(a.pre?.[1] ?? 0n, b.pre?.[1] ?? 0n) ||
    // No post release is older than any; no development release is newer than any.
    order(a.post ?? -1n, b.post ?? -1n) ||
    order(Number(a.dev === null), Number(b.dev === null)) ||
    order(a.dev ?? 0n, b.dev ?? 0n) ||
    compareLocals(a.local, b.local)
  )
}

function order<T extends number | bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** A development release of the version itself comes before its alphas. */
function prePlace({ pre, post, dev }: Version): number {
  if (pre !== null) return ['a', 'b', 'rc'].indexOf(pre[0]) + 1
  return post === null && dev !== null ? 0 : 4
}

function compareReleases(a: readonly bigint[], b: readonly bigint[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const found = order(a[index] ?? 0n, b[index] ?? 0n)
    if (found !== 0) return found
  }
  return 0
}

function compareLocals(a: readonly string[] | null, b: readonly string[] | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null)
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const found = compareLocalParts(a[index] ?? '', b[index] ?? '')
    if (found !== 0) return found
  }
  return a.length - b.length
}

/** Numbers are newer than words. */
function compareLocalParts(a: string, b: string): number {
  const [isA, isB] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (isA !== isB) return isA ? 1 : -1
  return isA ? order(BigInt(a), BigInt(b)) : order(a, b)
}
