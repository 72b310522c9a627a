import type { Action } from '@cordon/capabilities'
import { type BehaviourMeta, defineBehaviour } from './behaviour.ts'
import { namedBy, names, writesTo } from './flow/named.ts'
import { foremost, seenAt } from './flow/seen.ts'
import { actionsOf, isUnasked } from './flow/when.ts'

const meta: BehaviourMeta = {
  title: 'Code that makes itself start with the machine',
  domain: 'malicious',
  severity: 'critical',
  why: `What is written into the Run keys, the Startup folder, a systemd unit or a launch agent starts again at every log-in, long after the package is gone. Programs that are meant to run all the time are installed as such, by a command that says so; a package that does it while it is installed or imported wants to stay.`,
  remedy: `Do not install it. Where it ran, look through what starts by itself before you remove the package: it is no longer needed for the rest.`,
  references: [
    'https://attack.mitre.org/techniques/T1547/001/',
    'https://attack.mitre.org/techniques/T1543/',
    'https://attack.mitre.org/techniques/T1546/',
  ],
  attack: ['T1547.001', 'T1543', 'T1546'],
}

const setting =
  /reg(?:\.exe)?\s+add|set-itemproperty|new-itemproperty|systemctl\s+(?:--user\s+)?enable|launchctl\s+(?:load|bootstrap)|copy|move|\bcp\b|\bmv\b|tee|>>?|sc\s+create|new-service|update-rc\.d/i

/** Sees code that makes itself start with the machine. */
export const persistenceAutostart = defineBehaviour({
  id: 'source/persistence-autostart',
  meta,
  see({ code }) {
    return foremost(
      code.files
        .flatMap(actionsOf)
        .filter(isSetting)
        .map((action) =>
          seenAt(action, {
            does: 'makes something start with the machine',
            confidence: isUnasked(action.stage) ? 'high' : carriesOwn(action) ? 'medium' : 'low',
            isConclusive: isUnasked(action.stage) && carriesOwn(action),
            shows: ['autostart'],
          }),
        ),
    )
  },
})

/** Writes where things start by themselves. */
function isSetting(action: Action): boolean {
  if (!names(action, 'autostart')) return false
  if (action.kind === 'write-registry') return action.path.includes('Set') || action.path.includes('Create')
  if (action.kind === 'write-file') return writesTo(action, 'autostart') && !namesOnlyKeys(action)
  return (
    action.kind === 'spawn' &&
    (setting.test(action.texts.join(' ')) || action.commands.some(({ program }) => program === 'schtasks'))
  )
}

/** Where shells keep their folders stands in the registry: who asks there for a folder, and writes in it, says the key and not the place. */
function namesOnlyKeys(action: Action): boolean {
  const places = namedBy(action).indicators.filter(({ kind }) => kind === 'autostart')
  return places.length > 0 && places.every(({ value }) => /^Software\\/i.test(value))
}

/** What it plants was fetched, decoded or written by itself, or is the very program that runs. */
function carriesOwn(action: Action): boolean {
  const isOwn = (['network', 'decoded', 'dropped-file', 'downloaded-file'] as const).some((source) =>
    action.sources.has(source),
  )
  return isOwn || names(action, 'executable-name') || action.kind === 'write-registry' || plantsScript(action)
}

/** A script is put where things start: its name stands beside the folder. */
function plantsScript({ kind, target, texts }: Action): boolean {
  return (
    kind === 'write-file' &&
    [...target, ...texts].some((text) => /^[\w. \\/~-]{0,200}\.(?:pyw|bat|vbs|vbe|cmd|ps1|lnk)$/i.test(text))
  )
}
