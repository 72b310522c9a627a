import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { isBuild, isBuildOnly, isPackageManager, tellingProgram } from './flow/programs.ts'
import { seenAt } from './flow/seen.ts'

const id = 'source/install-hook-spawns'

const meta: BehaviourMeta = {
  title: 'Starts a program while it is installed',
  domain: 'malicious',
  severity: 'high',
  why: `Installing a source distribution runs its build script with the rights of whoever installs it. Builds start compilers, version control and tools that ask about the machine, and those are left out here. Anything else that is started there, a shell, a program of the system or a file of the package, runs before anybody has decided to use the package.`,
  remedy: 'Install only wheels (`--only-binary :all:`), and read the build script before it is run.',
  references: ['https://attack.mitre.org/techniques/T1195/002/', 'https://attack.mitre.org/techniques/T1059/'],
  attack: ['T1195.002', 'T1059'],
}

/** A program that is no tool of builds is started by a build script or a hook of it. */
export const installHookSpawns = defineBehaviour({
  id,
  meta,
  see({ code }) {
    return code.actions
      .filter(
        (action) =>
          action.kind === 'spawn' &&
          action.stage === 'install' &&
          action.isReached &&
          !isBuildOnly(action) &&
          !isPackageManager(action),
      )
      .map((action) => {
        const program = tellingProgram(action)
        return seenAt(action, {
          confidence: program !== null || isMasked(action) ? 'high' : namesProgram(action) ? 'medium' : 'low',
          does: `starts ${program ?? 'a program'} while it is installed`,
        })
      })
  },
})

/** Builds start what they were told to or have found; what stands in the script is the script's own choice. */
function namesProgram({ commands, texts }: Action): boolean {
  return commands.some((command) => {
    const { program, python, words } = command
    if (isBuild(command) || /^__\w+__$/.test(program) || !/^[\w./\\~-]*[a-z][\w./\\~ -]*$/i.test(program)) return false
    return python !== null || !interpreter.test(program) || isNamed(words[1] ?? '') || texts.some(isScript)
  })
}

const interpreter = /^(?:python[\d.]*|pythonw|py|node|perl|ruby|php|(?:ba|z|da)?sh)$/

function isScript(text: string): boolean {
  return /^[\w.-]{1,100}\.(?:pyw?|sh|bash|js|pl|rb|php)$/.test(text) && text !== 'setup.py'
}

/** The file name at least is known of what an interpreter is to run. */
function isNamed(script: string): boolean {
  return !script.slice(script.search(/[^\\/]*$/)).includes('«?»') || /«\?»[\w-]+\.\w{1,4}$/.test(script)
}

function isMasked(action: Action): boolean {
  return (
    (action.isHidden && namesProgram(action)) ||
    action.naming === 'reflected' ||
    action.layer > 0 ||
    action.sources.has('decoded')
  )
}
