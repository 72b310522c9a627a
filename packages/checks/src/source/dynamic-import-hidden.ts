import type { Action } from '@cordon/capabilities'
import { isBuilding, isDecoding } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { actsUnasked, fileOf, isForShow } from './flow/files.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/dynamic-import-hidden'

const meta: BehaviourMeta = {
  title: 'Hides the name of a module that it imports',
  domain: 'malicious',
  severity: 'high',
  why: `A module is imported by a name that is decoded or put together from characters, or a module that starts processes or opens connections is imported in the middle of an expression. Plug-ins are loaded by name too, but their names are plain. The import statement at the head of a file is what readers look at, and this keeps a module out of it.`,
  remedy: 'Read what is imported and what is called on it.',
  references: ['https://attack.mitre.org/techniques/T1027/', 'https://attack.mitre.org/techniques/T1129/'],
  attack: ['T1027', 'T1129'],
}

const acting =
  /^(?:os|subprocess|socket|requests|urllib(?:\.request|2)?|base64|zlib|marshal|ctypes|builtins|pty|shutil|platform|winreg|codecs|binascii|lzma|http\.client|urllib3|cryptography\.fernet|fernet)$/

/** A module is imported by a name that does not stand in the code, or in the middle of an expression. */
export const dynamicImportHidden = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions
      .filter((action) => action.kind === 'import-dynamic' && (isHidden(action) || isInline(action)))
      .map((action) => {
        const isOpen = !isForShow(fileOf(code, action.at.path))
        const hidden = isHidden(action)
        return seenAt(action, {
          confidence: !isOpen
            ? 'low'
            : hidden
              ? actsUnasked(action)
                ? 'high'
                : 'medium'
              : actsUnasked(action)
                ? 'medium'
                : 'low',
          does: hidden
            ? 'hides the name of a module that it imports'
            : `imports ${action.texts[0] ?? 'a module'} within an expression`,
        })
      })
  },
})

function isHidden({ making, texts, naming }: Action): boolean {
  // Letters that are picked out of other texts and added up.
  const isSpelt = making.includes('+') && making.includes('[]')
  const isMade = isSpelt || making.some((by) => isDecoding(by) || isBuilding(by))
  return (isMade || (naming === 'reflected' && making.length > 0)) && texts.some((text) => acting.test(text))
}

/** `__import__("os").system(…)`: a module that acts, by the bare function. */
function isInline({ path, texts }: Action): boolean {
  return path === 'builtins.__import__' && acting.test(texts[0] ?? '')
}
