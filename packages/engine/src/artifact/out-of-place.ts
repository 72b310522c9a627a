import type { Archive, DistributionFacts, Member } from '@cordon/archives'
import type { ArtifactFacts, ArtifactOddity } from '@cordon/model'

/** An importable module that was compiled for one platform. */
const moduleName = /\.(?:pyd|so)$|\.(?:cpython|abi3|pypy)[\w.-]{0,80}\.(?:so|dylib)$/i

/** Languages that extension modules are compiled from. */
const compiledFrom = /\.(?:c|cc|cpp|cxx|h|hpp|pyx|pxd|rs|go|f|f90|f95|cu|m|mm|d|nim|zig|pas|asm|s)$/i

/** Compiled files where what the archive says of itself leaves no place for them, one of each kind. Never throws. */
export function compiledOutOfPlace(
  archive: Archive,
  facts: DistributionFacts,
  kind: ArtifactFacts['kind'],
): readonly ArtifactOddity[] {
  const found: ArtifactOddity[] = []
  const module = facts.native.find(({ path }) => moduleName.test(path))
  if (module !== undefined && kind === 'wheel' && isForAll(facts))
    found.push({ code: 'MODULE_IN_PURE_WHEEL', path: module.path, detail: 'compiled, in a wheel for every platform' })
  if (module !== undefined && kind === 'sdist' && !archive.members.some(({ path }) => compiledFrom.test(path)))
    found.push({ code: 'PREBUILT_MODULE', path: module.path, detail: 'compiled, and nothing that it is compiled from' })
  const bytecode = new Set(facts.bytecode.map(({ path }) => path))
  const wrong = archive.members.find((member) => bytecode.has(member.path) && !isBytecode(member))
  if (wrong !== undefined)
    found.push({ code: 'FALSE_BYTECODE', path: wrong.path, detail: 'called bytecode, without the mark of bytecode' })
  return found
}

/** The tags of a wheel that says it runs everywhere: `py3-none-any`. */
function isForAll({ wheel }: DistributionFacts): boolean {
  const tags = wheel?.tags ?? []
  return tags.length > 0 && tags.every((tag) => tag.endsWith('-any'))
}

/** CPython's mark ends in CR LF, whatever the release. */
function isBytecode(member: Member): boolean {
  const head = member.head(markLength)
  return head.length < markLength || (head[2] === 0x0d && head[3] === 0x0a)
}

const markLength = 4
