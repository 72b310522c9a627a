import { type Action, isDecoding } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, fileOf, isForShow } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/exec-of-file'

const meta: BehaviourMeta = {
  title: 'Runs code from a file that is no module',
  domain: 'malicious',
  severity: 'high',
  why: `Code is read from a data file, a picture, a pickle or a file that was written before, and run. Reviewers and tools look at modules; what lies in a file with another ending is passed over. Files that are modules, and configuration that people write as Python, are left out where their name tells.`,
  remedy: 'Read the file that is run as if it were part of the code.',
  references: ['https://attack.mitre.org/techniques/T1027/009/', 'https://attack.mitre.org/techniques/T1059/006/'],
  attack: ['T1027.009', 'T1059.006'],
}

const moduleName = /\.(?:pyi?|pyx|pyw|cfg|conf|rc|ini|ipynb)$|version|__about__|__init__|startup|config/i

/** What a file holds is run, and the file is not known to be a module. */
export const execOfFile = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions.flatMap((action) => {
      const what = codeFrom(action)
      if (what === null) return []
      const isOpen = !isForShow(fileOf(code, action.at.path))
      const isDecoded = action.sources.has('decoded')
      const isActing = isDecoded && isPickledCall(action)
      return seenAt(action, {
        confidence: !isOpen
          ? 'low'
          : isActing
            ? 'high'
            : actsUnasked(action)
              ? isDecoded || what === 'written'
                ? 'high'
                : 'medium'
              : 'low',
        isConclusive: isOpen && actsUnasked(action) && isDecoded && (isActing || action.kind === 'run-code'),
        does: what === 'written' ? 'writes code to a file and runs it' : 'runs code from a file that is no module',
        evidence: `${action.path}(${[...action.origins, ...action.texts].slice(0, 4).join(', ')})`,
      })
    })
  },
})

/** A pickle whose text calls what runs code or commands: the module, then the name, as pickle's opcodes write them. */
function isPickledCall({ kind, texts }: Action): boolean {
  return kind === 'unpickle' && texts.some((text) => pickledCall.test(text.slice(0, longestPickle)))
}

const longestPickle = 4000
const pickledCall =
  /(?:builtins|__builtin__|posix|nt|os|subprocess|pty)(?:\n|[^\w.]{1,6})(?:exec|eval|compile|system|popen|Popen|call|run|check_output|spawn\w?)\b/

function codeFrom({ kind, path, sources, origins, texts, making }: Action): 'written' | 'data' | null {
  if (kind === 'unpickle')
    return (sources.has('decoded') && !sources.has('file')) || sources.has('network') ? 'data' : null
  if (kind === 'import-dynamic') return path === 'zipimport.zipimporter' && texts.length > 0 ? 'data' : null
  if (kind !== 'run-code') return null
  if (sources.has('dropped-file')) return 'written'
  if (!sources.has('file')) return null
  if (sources.has('decoded') && making.some(isDecoding)) return 'data'
  const names = [...origins, ...texts].filter((text) => /\.\w{1,8}$/.test(text))
  return names.length > 0 && !names.some((name) => moduleName.test(name)) ? 'data' : null
}
