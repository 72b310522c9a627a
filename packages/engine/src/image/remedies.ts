import type { Finding, FixChoice, Inspection, Installed, LayerReference, Outcome } from '@cordon/model'
import type { ImageSummary } from './take-image.ts'

/** What an image tells of where things come from. */
export type ImageOrigin = Pick<ImageSummary, 'base' | 'hidden' | 'layers'>

/** Findings about what is installed in an image, each with its layer, the command that made it, and the smallest change that clears it. */
export function withLayers(inspections: readonly Inspection[], image: ImageOrigin): readonly Inspection[] {
  return inspections.map((inspection) => {
    const installed = inspection.dependency?.installed
    const layer = installed?.layer ?? null
    const isClean = inspection.outcomes.values().every((outcome) => outcome.kind === 'clean')
    if (installed === undefined || layer === null || isClean) return inspection
    const place: Place = { inspection, installed, layer, image }
    const outcomes = new Map([...inspection.outcomes].map(([check, outcome]) => [check, refined(outcome, place)]))
    return { ...inspection, outcomes }
  })
}

interface Place {
  readonly inspection: Inspection
  readonly installed: Installed
  readonly layer: LayerReference
  readonly image: ImageOrigin
}

function refined(outcome: Outcome, place: Place): Outcome {
  if (outcome.kind === 'clean' || outcome.findings === undefined) return outcome
  const [first, ...rest] = outcome.findings.map((finding) => located(finding, place))
  if (first === undefined) return outcome
  return outcome.kind === 'found'
    ? { kind: 'found', findings: [first, ...rest] }
    : { ...outcome, findings: [first, ...rest] }
}

function located(finding: Finding, place: Place): Finding {
  const message = `${finding.message.replace(/\.$/, '')}. ${whereText(place)}`
  const change = changeFor(finding.fix ?? null, place)
  return { ...finding, message, remedy: change ?? finding.remedy }
}

const longestCommand = 200

function whereText({ layer, inspection, image }: Place): string {
  const command = layer.createdBy?.slice(0, longestCommand) ?? 'the history does not say by what'
  const base = layer.base === true ? ', of the base image' : ''
  const hiddenBy = image.hidden.get(inspection.file)
  const hidden =
    hiddenBy === undefined ? '' : ` Layer ${hiddenBy} deletes it, but it is still in the bytes of the image.`
  return `It is from layer ${layer.index}${base} (${command}).${hidden}`
}

/** One sentence; null where nothing is known that would clear the finding. */
function changeFor(fix: FixChoice | null, { inspection, installed, layer, image }: Place): string | null {
  const { dependency } = inspection
  if (dependency === null) return null
  if (image.hidden.has(inspection.file))
    return `Install and delete ${dependency.name} within one instruction, or leave it out: a deletion in a later layer removes nothing.`
  if (fix === null) return null
  if (installed.owner !== null)
    return `Update the package ${installed.owner.name} of the distribution: rebuild on a newer base image, or update it in an instruction of your own.`
  if (fix.version === null) return null
  const wanted = `${dependency.name}==${fix.version}`
  if (layer.base === true) {
    const base = image.base?.name ?? 'the base image'
    return `Move to a release of ${base} that has ${dependency.name} ${fix.version}, or add RUN pip install ${wanted}.`
  }
  return instructionFor(dependency.name, wanted, layer)
}

/** Commands that install what files name; the version stands there, not in the command. */
const fromFiles =
  /(?:^|[\s/&;|])(?:uv sync|poetry install|pdm (?:install|sync)|pipenv (?:install|sync)|pip3? install [^&;|]{0,500}(?:-r|--requirement)[\s=]|pip3? install (?:-e )?\.)/

function instructionFor(name: string, wanted: string, layer: LayerReference): string {
  const command = layer.createdBy ?? ''
  const asked = askedIn(command, name)
  if (asked !== null) return `In the instruction of layer ${layer.index}, write ${wanted} for ${asked}.`
  if (fromFiles.test(command))
    return `Set ${wanted} in what the instruction of layer ${layer.index} installs from, and build again.`
  return `Install ${wanted} in the instruction of layer ${layer.index}, and build again.`
}

/** The word of a command that asks for a package: `flask`, `Flask==2.0`, `flask[async]>=2`. */
function askedIn(command: string, name: string): string | null {
  for (const word of command.split(/[\s'"]+/, 2000)) {
    const match = /^([A-Za-z0-9][A-Za-z0-9._-]{0,100})(?:\[[^\]]{0,200}\])?(?:[=<>!~].{0,200})?$/.exec(word)
    if (match?.[1]?.toLowerCase().replace(/[-_.]+/g, '-') === name) return word
  }
  return null
}
