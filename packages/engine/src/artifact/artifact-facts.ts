import type { Archive, Member } from '@cordon/archives'
import type { ArtifactFacts } from '@cordon/model'

const nativeName = /\.(?:so(?:\.\d+)*|pyd|dll|dylib|exe)$/i
const nestedName = /\.(?:whl|zip|egg|tar|tgz|gz|bz2|xz|7z|rar|jar)$/i
const startName = /(?:^|\/)(?:[^/]+\.pth|[^/]+\.start|sitecustomize\.py|usercustomize\.py)$/

/** What an archive holds besides Python source, by the names of its members. */
export function artifactFacts(archive: Archive, kind: ArtifactFacts['kind']): ArtifactFacts {
  const paths = new Set(archive.members.map((member) => member.path))
  const named = (pattern: RegExp): readonly string[] => [...paths].filter((path) => pattern.test(path)).sort()
  const python = archive.members.filter(isPython)
  return {
    kind,
    members: archive.members.length,
    pythonFiles: python.length,
    pythonBytes: python.reduce((sum, member) => sum + member.size, 0),
    summary: null,
    requires: [],
    entryPoints: [],
    native: named(nativeName),
    bytecode: named(/\.py[co]$/).map((path) => ({ path, hasSource: paths.has(sourceOf(path)) })),
    nestedArchives: named(nestedName),
    startFiles: named(startName),
    outside: [],
    oddities: [],
  }
}

export function isPython(member: Member): boolean {
  return member.type === 'file' && /\.pyw?$/i.test(member.path)
}

/** `pkg/__pycache__/mod.cpython-312.pyc` and `pkg/mod.pyc` → `pkg/mod.py`. */
function sourceOf(path: string): string {
  const cached = /^(.*?)__pycache__\/([^/.]+)(?:\.[^/]*)?\.py[co]$/.exec(path)
  return cached === null ? path.replace(/[co]$/, '') : `${cached[1]}${cached[2]}.py`
}
