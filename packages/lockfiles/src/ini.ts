/** One line of a value, trimmed. */
export interface IniLine {
  readonly text: string
  /** From 1. */
  readonly line: number
}

export interface IniOption {
  /** As written: a reader that ignores case folds it itself. */
  readonly key: string
  readonly line: number
  /** The value: first what stands behind the delimiter (perhaps empty), then each continuation line. */
  readonly value: readonly IniLine[]
}

export interface IniSection {
  readonly name: string
  readonly line: number
  readonly options: readonly IniOption[]
}

/** A line that Python's configparser refuses. */
export interface IniProblem {
  readonly line: number
  readonly text: string
  readonly reason: string
  /** The section it stands in; null before the first. */
  readonly section: string | null
}

export interface IniDocument {
  readonly sections: readonly IniSection[]
  readonly problems: readonly IniProblem[]
}

interface OpenOption extends IniOption {
  readonly value: IniLine[]
}

interface OpenSection extends IniSection {
  readonly options: OpenOption[]
}

/**
 * Reads an INI file by the rules of Python's configparser in its usual setting: `=` and `:` delimit, `#` and `;` begin a
 * comment only as a line's first character, a deeper line continues the value, blank lines do not end it. Never throws:
 * what configparser refuses is in `problems`, a repeated section is joined to the first, a repeated key is kept twice.
 */
export function parseIni(text: string): IniDocument {
  const state: State = { sections: new Map(), problems: [], section: null, option: null, indent: 0 }
  let line = 0
  for (const physical of text.split(/\r\n|\n|\r/)) {
    line += 1
    readLine(state, line === 1 ? physical.replace(/^\uFEFF/, '') : physical, line)
  }
  return { sections: [...state.sections.values()], problems: state.problems }
}

interface State {
  readonly sections: Map<string, OpenSection>
  readonly problems: IniProblem[]
  section: OpenSection | null
  option: OpenOption | null
  indent: number
}

function readLine(state: State, physical: string, line: number): void {
  const text = physical.trim()
  if (text === '' || text.startsWith('#') || text.startsWith(';')) return
  const indent = physical.length - physical.trimStart().length
  if (state.option !== null && indent > state.indent) {
    state.option.value.push({ text, line })
    return
  }
  state.indent = indent
  state.option = null
  const header = text.startsWith('[') ? text.lastIndexOf(']') : -1
  if (header > 1) openSection(state, text.slice(1, header), line)
  else if (state.section === null) complain(state, line, text, 'it stands before the first [section]')
  else readOption(state, state.section, { text, line })
}

function complain(state: State, line: number, text: string, reason: string): void {
  state.problems.push({ line, text, reason, section: state.section?.name ?? null })
}

function openSection(state: State, name: string, line: number): void {
  const known = state.sections.get(name)
  state.section = known ?? { name, line, options: [] }
  if (known === undefined) state.sections.set(name, state.section)
  else complain(state, line, `[${name}]`, 'the section is there twice')
}

function readOption(state: State, section: OpenSection, { text, line }: IniLine): void {
  const delimiter = text.search(/[=:]/)
  const key = delimiter < 0 ? '' : text.slice(0, delimiter).trim()
  if (key === '') {
    complain(state, line, text, delimiter < 0 ? 'it is neither a section nor `key = value`' : 'it has no key')
    return
  }
  state.option = { key, line, value: [{ text: text.slice(delimiter + 1).trim(), line }] }
  section.options.push(state.option)
}
