/** A text with none of these holds no command that installs Python packages. */
export const installMarks = ['pip', 'uv', 'poetry', 'pdm', 'conda', 'mamba', 'easy_install'] as const

const marks = /pip|uv|poetry|pdm|conda|mamba|easy_install/

/** True when a text may hold such a command. */
export function mayInstall(text: string): boolean {
  return marks.test(text)
}
