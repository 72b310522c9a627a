/** What a native binary asks of the system and offers, as far as its tables say. Every text is hostile. */
export interface NativeFacts {
  readonly format: 'elf' | 'pe' | 'mach-o'
  /** `x86-64`, `aarch64`, … or the number that the format has for it. */
  readonly architecture: string
  /** Libraries that are loaded with it, as written. */
  readonly libraries: readonly string[]
  /** Functions and data that it takes from them. */
  readonly imports: readonly string[]
  /** What it offers to others: `PyInit_name` makes an extension module. */
  readonly exports: readonly string[]
  /** False when a table was over a bound or led out of the file: then more may be there. */
  readonly isWhole: boolean
}

/** Of each list. */
export const maxSymbols = 20_000
