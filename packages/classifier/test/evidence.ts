import type { Action, CodeFile, PackageCode } from '@cordon/capabilities'
import type { ArtifactFacts, Sighting } from '@cordon/model'

/** A sighting with what a test does not care about filled in. */
export function sighting(parts: Partial<Sighting> = {}): Sighting {
  return {
    id: 'source/toy',
    stage: 'import',
    confidence: 'medium',
    isConclusive: false,
    at: { path: 'toy/__init__.py', line: 3 },
    does: 'does a thing',
    evidence: 'thing()',
    trail: [],
    attack: ['T1059.006'],
    ...parts,
  }
}

/** An action with what a test does not care about filled in. */
export function action(parts: Partial<Action> = {}): Action {
  return {
    kind: 'spawn',
    stage: 'import',
    isReached: true,
    at: { path: 'toy/__init__.py', line: 3 },
    layer: 0,
    trail: [],
    path: 'subprocess.Popen',
    texts: [],
    target: [],
    origins: [],
    making: [],
    sources: new Set(),
    isHidden: false,
    isBlind: false,
    hidden: [],
    naming: 'plain',
    commands: [],
    ...parts,
  }
}

/** The code of a package with one file. */
export function codeOf(file: Partial<CodeFile> = {}): PackageCode {
  const whole: CodeFile = { path: 'toy/__init__.py', role: 'init', stage: 'import', actions: [], traits: [], ...file }
  return { name: 'toy', files: [whole], actions: whole.actions, unanalysed: [] }
}

/** The facts of a wheel with nothing special. */
export function artifactFacts(parts: Partial<ArtifactFacts> = {}): ArtifactFacts {
  return {
    kind: 'wheel',
    members: 5,
    pythonFiles: 1,
    pythonBytes: 300,
    summary: null,
    requires: [],
    entryPoints: [],
    native: [],
    binaries: [],
    bytecode: [],
    nestedArchives: [],
    startFiles: [],
    outside: [],
    oddities: [],
    ...parts,
  }
}
