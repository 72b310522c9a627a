import { defang } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'

const meta: BehaviourMeta = {
  title: 'Bytecode that its source does not account for',
  domain: 'malicious',
  severity: 'high',
  why: `An import may take the compiled file and never look at the source beside it: a file marked as unchecked always, any other when its time and size match. Names that the compiled file uses and the source never mentions are code that nobody reads.`,
  remedy: `Do not install it. Compare the compiled file with what your own Python makes of the source.`,
  references: [
    'https://peps.python.org/pep-0552/',
    'https://docs.python.org/3/reference/import.html#cached-bytecode-invalidation',
    'https://attack.mitre.org/techniques/T1027/',
  ],
  attack: ['T1027', 'T1036'],
}

const shown = 8

/** Sees compiled files that use what their source never mentions. */
export const bytecodeDiffers = defineBehaviour({
  id: 'source/bytecode-differs',
  meta,
  see({ artifact }) {
    return artifact.bytecode.flatMap(({ path, hasSource, foreign, isUnchecked }) =>
      !hasSource || foreign === null || foreign.length === 0
        ? []
        : [
            {
              stage: 'import' as const,
              confidence: isUnchecked ? ('high' as const) : ('medium' as const),
              isConclusive: false,
              at: { path, line: 1 },
              does: 'brings bytecode that does what its source does not say',
              evidence: defang(`uses ${foreign.slice(0, shown).join(', ')}`),
              trail: [],
            },
          ],
    )
  },
})
