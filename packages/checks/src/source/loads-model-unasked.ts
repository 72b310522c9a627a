import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, fileOf, isForShow } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const meta: BehaviourMeta = {
  title: 'Loads a stored model or object unasked',
  domain: 'malicious',
  severity: 'medium',
  why: `Models and objects are stored as pickles, and a pickle is a program: loading it runs what whoever wrote it chose to call. A package that loads one as soon as it is installed or imported runs code that stands in no file that anybody reads.`,
  remedy: `List what the stored file calls without loading it (\`python -m pickletools FILE\`), or do not install the package.`,
  references: ['https://attack.mitre.org/techniques/T1027/009/', 'https://docs.python.org/3/library/pickle.html'],
  attack: ['T1027.009', 'T1059.006'],
}

const loaders = /^(?:torch|dill|cloudpickle|jsonpickle)\./

/** Sees stored models and objects being loaded because a package is installed or imported. */
export const loadsModelUnasked = defineBehaviour({
  id: 'source/loads-model-unasked',
  meta,
  see({ code }) {
    return code.actions
      .filter((action) => action.kind === 'unpickle' && actsUnasked(action) && loaders.test(action.path))
      .map((action) =>
        seenAt(action, {
          does: `loads a stored model or object when it is ${action.stage === 'install' ? 'installed' : 'imported'}`,
          // What it has just written itself, it only reads back.
          confidence:
            isForShow(fileOf(code, action.at.path)) || action.sources.has('dropped-file') || action.texts.length === 0
              ? 'low'
              : 'medium',
        }),
      )
  },
})
