import { type CheckMeta, defineCheck } from '@cordon/model'
import { clean, findingOf, outcomeOf } from '../finding.ts'
import { bothPlaces, couldBeImpostor, resembling, whose } from '../resembling.ts'

const id = 'name/separator-confusion'

const meta: CheckMeta = {
  title: 'Internal name with other separators or order',
  domain: 'author',
  severity: 'high',
  why: `The name is an internal one of this project with its separators elsewhere or its words in another order, and it is asked of the public index. The public index refuses such look-alikes of its own projects, but it does not know the names that only you use: whoever registers \`acmetools\` beside your \`acme-tools\` waits for the line that forgets the separator.

Names are internal when they are members of this project, or when its files bind them to an index of their own.`,
  remedy: 'Check which of the two is meant; bind the internal one to its index.',
  references: [
    'https://medium.com/@alex.birsan/dependency-confusion-4a5d60fec610',
    'https://peps.python.org/pep-0503/#normalized-names',
    'https://cwe.mitre.org/data/definitions/427.html',
  ],
}

/** Finds names that differ from an internal one in separators or order only. */
export const separatorConfusion = defineCheck({
  id,
  meta,
  needs: ['internal'],
  run({ internal }, dependency) {
    if (!couldBeImpostor(dependency, internal)) return null
    const found = resembling(internal, ['separators', 'order'])
    if (found === null) return clean
    const how = found.how.kind === 'order' ? 'has the words of' : 'has the letters of'
    return outcomeOf([
      findingOf(id, meta, {
        message: `${dependency.name} ${how} ${found.internal.name}, which ${whose(found.internal)}, and is asked of the public index.`,
        confidence: 'medium',
        evidence: bothPlaces(dependency, found.internal),
      }),
    ])
  },
})
