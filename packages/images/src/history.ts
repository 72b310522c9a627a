import type { HistoryEntry } from './format/config.ts'

/** An instruction of a build, as a Dockerfile would have it. */
export interface BuildStep {
  /** `RUN`, `COPY`, `ADD`, `ENV`, `CMD`, …; empty where the builder wrote something else. */
  readonly instruction: string
  readonly text: string
}

/** Commands of the layers, by index: null for all where the history does not tell them apart. */
export function commandsOf(history: readonly HistoryEntry[], layers: number): readonly (string | null)[] {
  const made = history.filter((entry) => !entry.isEmptyLayer)
  if (made.length !== layers) return new Array<null>(layers).fill(null)
  return made.map(({ createdBy }) => createdBy)
}

const buildArguments = /^\|\d{1,3} (?:[^ =]{1,200}=[^ ]{0,2000} ){0,100}/
const instructions =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)\s+/

/** The instruction that a history line stands for: Docker's classic builder, BuildKit and buildah write it each in their own way. */
export function readStep(createdBy: string): BuildStep {
  const line = createdBy.slice(0, 20_000).replace(/\s{0,10}# buildkit\s{0,10}$/, '')
  const nop = /^\/bin\/sh -c #\(nop\)\s{0,10}/.exec(line)
  if (nop !== null) return named(line.slice(nop[0].length))
  const plain = named(line)
  if (plain.instruction !== 'RUN' && plain.instruction !== '') return plain
  const command = plain.instruction === 'RUN' ? plain.text : line
  const shell = command.replace(buildArguments, '')
  const isShell = /^\/bin\/(?:ba|da)?sh (?:-o pipefail )?-[a-z]{0,6}c /.exec(shell)
  if (isShell !== null) return { instruction: 'RUN', text: shell.slice(isShell[0].length).trim() }
  return plain.instruction === 'RUN' ? { instruction: 'RUN', text: shell.trim() } : plain
}

function named(text: string): BuildStep {
  const match = instructions.exec(text)
  const instruction = match?.[1]
  if (match === null || instruction === undefined) return { instruction: '', text: text.trim() }
  return { instruction, text: text.slice(match[0].length).trim() }
}

/** One line, `RUN pip install flask`, cut to `length`. */
export function stepText(createdBy: string, length: number): string {
  const { instruction, text } = readStep(createdBy)
  const whole = `${instruction} ${text}`.replace(/\s+/g, ' ').trim()
  return whole.length > length ? `${whole.slice(0, length - 1)}…` : whole
}
