/** What may be said after `cordon inspect`. */
export interface InspectOptions {
  readonly environment?: string | true
  readonly against?: string
  readonly filesFrom?: string
  readonly indexUrl?: readonly string[]
  readonly allFiles?: boolean
  readonly offline?: boolean
  readonly online?: boolean
  readonly cooldown?: readonly string[]
  readonly knownArtifacts?: readonly string[]
  readonly format: string
  readonly report?: readonly string[]
  readonly explain?: boolean
  readonly failOn?: readonly string[]
  readonly warnOnly?: boolean
  readonly config?: string | false
  readonly cache: boolean
  readonly refresh?: boolean
  readonly threads: string
  readonly timeout: string
  readonly verbose?: boolean
  readonly verify?: boolean
}
