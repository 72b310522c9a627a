import { type CheckMeta, defineCheck } from '@cordon/model'
import { describeEdits } from '@cordon/names'
import { clean, findingOf, outcomeOf } from '../finding.ts'
import { bothPlaces, couldBeImpostor, resembling, whose } from '../resembling.ts'

const id = 'name/homoglyph'

const meta: CheckMeta = {
  title: 'Name that is read or typed as an internal one',
  domain: 'author',
  severity: 'high',
  why: `The name is asked of the public index and differs from an internal one of this project by letters that look alike (\`l\`, \`i\` and \`1\`, \`o\` and \`0\`, \`rn\` and \`m\`), or by a slip of the finger. In a review the two are the same word. The public index keeps such names away from its own projects, not from yours.

Names are internal when they are members of this project, or when its files bind them to an index of their own.`,
  remedy: 'Check which of the two is meant, and correct the line.',
  references: [
    'https://www.unicode.org/reports/tr39/#Confusable_Detection',
    'https://medium.com/@alex.birsan/dependency-confusion-4a5d60fec610',
    'https://cwe.mitre.org/data/definitions/1007.html',
  ],
}

/** Finds names that are read or typed as an internal one. */
export const homoglyph = defineCheck({
  id,
  meta,
  needs: ['internal'],
  run({ internal }, dependency) {
    if (!couldBeImpostor(dependency, internal)) return null
    const found = resembling(internal, ['look-alike', 'typo'])
    if (found === null) return clean
    const how = found.how.kind === 'typo' ? 'is typed like' : 'looks like'
    const edits = found.how.kind === 'typo' ? `: ${describeEdits(found.how.edits)}` : ''
    return outcomeOf([
      findingOf(id, meta, {
        message: `${dependency.name} ${how} ${found.internal.name}, which ${whose(found.internal)}${edits}.`,
        confidence: 'medium',
        evidence: bothPlaces(dependency, found.internal),
      }),
    ])
  },
})
