import { type CheckMeta, defineCheck } from '@cordon/model'
import { clean, findingOf, outcomeOf } from '../finding.ts'
import { bothPlaces, couldBeImpostor, resembling, whose } from '../resembling.ts'

const id = 'name/combosquat'

const meta: CheckMeta = {
  title: 'Internal name with a usual word added',
  domain: 'author',
  severity: 'medium',
  why: `The name is that of a package of your own index with a word such as \`client\`, \`utils\` or \`python\` before or after it, and it is asked of the public index. Whoever knows an internal name, from a stack trace, a job offer or a public lock file, can register what its next package might be called.

Only names that the files bind to an index of their own count: public projects have honest extensions of each other's names, and so the rule would tell nothing about them.`,
  remedy: 'If it is yours, bind it to your index; if it is not, ask who makes it.',
  references: [
    'https://medium.com/@alex.birsan/dependency-confusion-4a5d60fec610',
    'https://www.usenix.org/conference/usenixsecurity23/presentation/neupane',
    'https://cwe.mitre.org/data/definitions/427.html',
  ],
}

/** Finds public names that extend a name of the project's own index. */
export const combosquat = defineCheck({
  id,
  meta,
  needs: ['internal', 'names'],
  run({ internal, names }, dependency) {
    const isServed = internal.names.some(({ index }) => index !== null)
    if (!isServed || !couldBeImpostor(dependency, internal)) return null
    const resembled = internal.resembled.filter((each) => each.internal.index !== null)
    const found = names.isListed ? null : resembling({ ...internal, resembled }, ['affix'])
    if (found === null) return clean
    return outcomeOf([
      findingOf(id, meta, {
        message: `${dependency.name} is ${found.internal.name} with “${found.how.affix}”, and is asked of the public index; ${found.internal.name} ${whose(found.internal)}.`,
        confidence: 'low',
        evidence: bothPlaces(dependency, found.internal),
      }),
    ])
  },
})
