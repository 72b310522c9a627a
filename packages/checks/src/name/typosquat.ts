import {
  type ArtifactOddity,
  type CheckMeta,
  type Confidence,
  type Dependency,
  defineCheck,
  type NameFacts,
  type NearName,
} from '@cordon/model'
import { describeEdits, describeScore, isFromPublicIndex, probableTypo, suspectedTypo } from '@cordon/names'
import type { PackageName } from '@cordon/pypa'
import { clean, findingOf, lineOf, outcomeOf } from '../finding.ts'

const id = 'name/typosquat'

/** The check's id, under which remarks on artifacts stand as well. */
export const typosquatId = id

const meta: CheckMeta = {
  title: 'Name that looks like a mistyped popular one',
  domain: 'author',
  severity: 'medium',
  why: `The name differs by a slip of the finger from a popular project's, and is not popular itself. Impostors register such names and wait: whoever mistypes the popular name, or copies a line with the slip in it, installs their code.

The score is the product of what the edit is, where it is, how long the word is, whether any other project uses the changed word, how popular the other name is, and whether it has been imitated before. It says how alike the names are, not what the package does: honest projects have near names too, so it warns and does not block. Names on the list of popular ones are never reported.`,
  remedy:
    'Check which project is meant, and correct the name; if it is the one you want, make an exception that says so.',
  references: [
    'https://docs.pypi.org/project-management/name-retention/',
    'https://arxiv.org/abs/2003.03471',
    'https://www.usenix.org/conference/usenixsecurity23/presentation/neupane',
    'https://cwe.mitre.org/data/definitions/1357.html',
  ],
}

/** Finds names that are a slip away from a popular project's. */
export const typosquat = defineCheck({
  id,
  meta,
  needs: ['names'],
  run({ names }, dependency) {
    if (!isFromPublicIndex(dependency) || dependency.own || dependency.constraint) return null
    const [nearest] = names.near
    if (names.isListed || nearest === undefined || nearest.score < suspectedTypo) return clean
    return outcomeOf([finding(dependency, nearest)])
  },
})

/** The same of the name of an artifact: a remark under the check's id. */
export function typosquatNote(names: NameFacts, name: PackageName): readonly ArtifactOddity[] {
  const [nearest] = names.near
  if (names.isListed || nearest === undefined || nearest.score < suspectedTypo) return []
  return [{ code: id, path: null, detail: sentence(name, nearest), severity: severityOf(nearest) }]
}

function finding(dependency: Dependency, nearest: NearName) {
  const { name } = dependency
  const severity = severityOf(nearest)
  const confidence: Confidence = severity
  return findingOf(id, meta, {
    message: `${sentence(name, nearest)}.`,
    remedy: `Did you mean ${nearest.target}? Correct the name, or make an exception if ${name} is the one you want.`,
    severity,
    confidence,
    evidence: [lineOf(dependency)],
  })
}

function severityOf({ score }: NearName): 'medium' | 'low' {
  return score >= probableTypo ? 'medium' : 'low'
}

function sentence(name: PackageName, { target, edits, ...scored }: NearName): string {
  const steps = edits.length === 1 ? 'one step' : 'two steps'
  return `${name} is ${steps} from ${target}: ${describeEdits(edits)} (score ${describeScore(scored)})`
}
