import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isNextToNothing, wholeSighting } from './flow/whole.ts'

const meta: BehaviourMeta = {
  title: 'Compiled code where none should be',
  domain: 'malicious',
  severity: 'high',
  why: `A wheel for every platform that holds a module for one, a source distribution whose only code was compiled elsewhere and has no source, a file that is called bytecode and is none: each looks like something that can be read, and holds something that cannot. Builds do not make such files; they were put there.`,
  remedy: `Do not install it unless you know who built the file, and from what.`,
  references: ['https://attack.mitre.org/techniques/T1027/009/', 'https://attack.mitre.org/techniques/T1036/008/'],
  attack: ['T1027.009', 'T1036.008'],
}

const told: ReadonlyMap<string, string> = new Map([
  ['MODULE_IN_PURE_WHEEL', 'brings a compiled module in a wheel that says it has none'],
  ['PREBUILT_MODULE', 'brings a compiled module without its source in a source distribution'],
  ['FALSE_BYTECODE', 'brings a file that is called bytecode and is none'],
])

/** Sees compiled code where a reader expects none. */
export const compiledOutOfPlace = defineBehaviour({
  id: 'source/compiled-out-of-place',
  meta,
  see({ artifact }) {
    return artifact.oddities.flatMap(({ code, path, detail }) => {
      const does = told.get(code)
      if (does === undefined || path === null) return []
      // A source distribution with much of its own may bring a library of its maker's besides.
      const isSure = code !== 'PREBUILT_MODULE' || isNextToNothing(artifact)
      return [{ ...wholeSighting(path, does, detail), confidence: isSure ? 'medium' : 'low' } as const]
    })
  },
})
