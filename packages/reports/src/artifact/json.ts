import type { ArtifactFacts, ArtifactInspection, Because, ReportMeta, Sighting } from '@cordon/model'
import { inlineJson } from '../json-text.ts'
import { placeShape } from '../shapes.ts'
import type { ArtifactFormat, ArtifactOpening, JudgedArtifact } from './format.ts'
import { ArtifactTally } from './summary.ts'
import { artifactSentence } from './words.ts'

function behaviourShape(sighting: Sighting, { style }: ArtifactOpening): object {
  const { id, stage, confidence, isConclusive, at, does, evidence, trail, attack } = sighting
  const popular = style.prevalence(id)
  return {
    id,
    stage,
    confidence,
    conclusive: isConclusive,
    at: placeShape(at),
    does,
    evidence,
    trail,
    attack,
    popular: popular === null ? null : { count: popular.count, of: popular.of },
  }
}

function factsShape(facts: ArtifactFacts): object {
  return {
    kind: facts.kind,
    members: facts.members,
    pythonFiles: facts.pythonFiles,
    pythonBytes: facts.pythonBytes,
    summary: facts.summary,
    ...(facts.metadata === undefined ? {} : { metadata: facts.metadata }),
    requires: facts.requires,
    entryPoints: facts.entryPoints,
    native: facts.native,
    binaries: facts.binaries,
    bytecode: facts.bytecode,
    nestedArchives: facts.nestedArchives,
    startFiles: facts.startFiles,
    outside: facts.outside.map(({ path, what }) => ({ path, what })),
    oddities: facts.oddities.map(({ code, path, detail }) => ({ code, path, detail })),
  }
}

function comparisonShape({ comparison }: ArtifactInspection): object | null {
  if (comparison === undefined) return null
  const { against, appeared, earlier, raisedFrom } = comparison
  return {
    against: {
      file: against.file,
      sha256: against.sha256 === '' ? null : against.sha256,
      name: against.name,
      version: against.version,
      verdict: against.verdict,
    },
    appeared,
    earlier: earlier.map(({ id, before }) => ({ id, before })),
    raisedFrom,
  }
}

function becauseShape({ decision, rule, check, finding, text }: Because): object {
  return { decision, rule, check, finding, text }
}

/** One artifact of `cordon.inspection/1`. */
export function artifactShape({ artifact, verdict }: JudgedArtifact, opening: ArtifactOpening): object {
  return {
    file: artifact.file,
    sha256: artifact.sha256 === '' ? null : artifact.sha256,
    size: artifact.size,
    name: artifact.name,
    version: artifact.version,
    verdict: artifact.verdict,
    score: Math.round(artifact.score * 10_000) / 10_000,
    sentence: artifactSentence(artifact),
    decision: verdict.decision,
    because: verdict.because.map(becauseShape),
    behaviours: artifact.behaviours.map((each) => behaviourShape(each, opening)),
    ...(artifact.authorDomains === undefined ? {} : { authorDomains: artifact.authorDomains }),
    ...(artifact.known === undefined ? {} : { known: artifact.known }),
    notes: artifact.notes.map(({ code, path, detail }) => ({ code, path, detail })),
    family: artifact.family === null ? null : { id: artifact.family.id, similarity: artifact.family.similarity },
    contributions: artifact.contributions.map(({ feature, points }) => ({ feature, points })),
    ...(artifact.turning === undefined
      ? {}
      : { turning: { without: artifact.turning.without.map(placeShape), verdict: artifact.turning.verdict } }),
    comparison: comparisonShape(artifact),
    facts: factsShape(artifact.facts),
    unanalysed: artifact.unanalysed.map(({ at, code, detail }) => ({ at: placeShape(at), code, detail })),
    ms: artifact.ms,
  }
}

function headShape(meta: ReportMeta): Readonly<Record<string, unknown>> {
  return {
    schema: 'cordon.inspection/1',
    tool: { name: meta.tool.name, version: meta.tool.version },
    time: meta.time,
    targets: meta.targets,
    configuration: meta.configuration ?? null,
    warnings: meta.warnings,
  }
}

/** `cordon.inspection/1`, one artifact on each line: written as they come, and never held together. */
export const json: ArtifactFormat = {
  id: 'json',
  title: 'JSON (cordon.inspection/1)',
  mediaType: 'application/json',
  extension: 'json',
  open(opening) {
    const tally = new ArtifactTally()
    const head = Object.entries(headShape(opening.meta)).map(([key, value]) => `  "${key}": ${inlineJson(value)},\n`)
    let before = '\n    '
    return {
      text: `{\n${head.join('')}  "artifacts": [`,
      writer: {
        add(judged) {
          tally.add(judged)
          const text = before + inlineJson(artifactShape(judged, opening))
          before = ',\n    '
          return text
        },
        end({ exit, exceptions, milliseconds }) {
          const rest = {
            exceptions: exceptions.map(({ kind, name, text, at }) => ({ kind, name, text, at: placeShape(at) })),
            summary: { ...tally.summary(), ms: Math.round(milliseconds) },
            exit,
          }
          const tail = Object.entries(rest).map(([key, value]) => `  "${key}": ${inlineJson(value)}`)
          return `${before === '\n    ' ? ']' : '\n  ]'},\n${tail.join(',\n')}\n}\n`
        },
      },
    }
  },
}

/** One JSON object on each line: the artifacts as in `cordon.inspection/1`, then the summary. */
export const jsonLines: ArtifactFormat = {
  id: 'jsonl',
  title: 'JSON lines (an artifact of cordon.inspection/1 each)',
  mediaType: 'application/x-ndjson',
  extension: 'jsonl',
  open(opening) {
    const tally = new ArtifactTally()
    return {
      text: '',
      writer: {
        add(judged) {
          tally.add(judged)
          return `${inlineJson(artifactShape(judged, opening))}\n`
        },
        end: ({ exit, milliseconds }) =>
          `${inlineJson({ ...headShape(opening.meta), summary: { ...tally.summary(), ms: Math.round(milliseconds) }, exit })}\n`,
      },
    }
  },
}
