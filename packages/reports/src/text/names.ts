import type { LayerReference, Location } from '@cordon/model'
import { PypaError, parsePurl } from '@cordon/pypa'
import { visible } from './visible.ts'

/** `uv.lock:112`, `demo.ipynb cell 3:2`, or the path alone for a file as a whole; harmless on a screen. */
export function placeText(at: Location): string {
  const path = visible(at.path)
  const cell = at.cell === undefined ? '' : ` cell ${at.cell}`
  return at.line === 0 ? `${path}${cell}` : `${path}${cell}:${at.line}`
}

const longestCommand = 160

/** `layer 3 of the base image: RUN pip install flask`; harmless on a screen. */
export function layerText({ index, base, createdBy }: LayerReference): string {
  const command = createdBy === null ? '' : `: ${visible(createdBy)}`
  const shown = command.length > longestCommand ? `${command.slice(0, longestCommand - 1)}…` : command
  return `layer ${index}${base === true ? ' of the base image' : ''}${shown}`
}

/** `django 3.2.4`, or the name alone when nothing pins it. */
export function packageText(name: string, version: string | null): string {
  return visible(version === null ? name : `${name} ${version}`)
}

/** `pkg:pypi/django-cms@3.9.0` → `django-cms 3.9.0`; a text that is no package URL is shown as it is. */
export function purlText(purl: string): string {
  try {
    const { name, version } = parsePurl(purl)
    return packageText(name, version)
  } catch (cause) {
    if (cause instanceof PypaError) return visible(purl)
    throw cause
  }
}
