import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { wholeSighting } from './flow/whole.ts'

const meta: BehaviourMeta = {
  title: 'Bytecode without its source',
  domain: 'malicious',
  severity: 'high',
  why: `Python runs a compiled file although its source is missing. A package that leaves the source out hides what it does from everybody who reads before they run.`,
  remedy: `Do not install it unless you know why the source is missing.`,
  references: [
    'https://attack.mitre.org/techniques/T1027/',
    'https://docs.python.org/3/reference/import.html#cached-bytecode-invalidation',
  ],
  attack: ['T1027'],
}

/** Sees bytecode without its source. */
export const bytecodeOnly = defineBehaviour({
  id: 'source/bytecode-only',
  meta,
  see({ artifact }) {
    const alone = artifact.bytecode.filter(({ path, hasSource }) => !hasSource && !path.includes('__pycache__'))
    const [first] = alone
    return first === undefined
      ? []
      : [
          wholeSighting(
            first.path,
            'brings bytecode without its source',
            `${alone.length} compiled files without source`,
          ),
        ]
  },
})
