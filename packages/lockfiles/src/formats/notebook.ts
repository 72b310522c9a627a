import { Collector } from '../commands/collector.ts'
import { mayInstall } from '../commands/marks.ts'
import { LockfileError } from '../error.ts'
import type { LockfileFormat } from '../format.ts'
import { parseJson } from '../json.ts'
import { codeCells, kernelLanguage } from '../notebook/cells.ts'
import { NotebookReader } from '../notebook/read.ts'

const shells: ReadonlySet<string> = new Set(['bash', 'sh', 'zsh', 'shell'])
const pythons: ReadonlySet<string> = new Set(['python', 'python3', 'python2', 'ipython', 'sage', 'xpython'])

/** What the cells of a Jupyter notebook install. Outputs are not looked at. */
export const notebook = {
  id: 'notebook',
  title: 'Jupyter notebook',
  files: ['*.ipynb'],
  role: 'command',
  matches(path) {
    return /\.ipynb$/.test(path)
  },
  parse(text, path) {
    // Outputs make notebooks large; most have nothing to say, and are not taken apart.
    if (!mayInstall(text) && !text.includes('# /// script')) return new Collector(path).finish('notebook')
    const root = parseJson(text)
    const cells = codeCells(root)
    if (cells === null) {
      throw new LockfileError('MALFORMED', `${path} has neither cells nor worksheets: it is no notebook.`, { line: 1 })
    }
    const collector = new Collector(path)
    const reader = new NotebookReader(collector)
    const language = kernelLanguage(root)
    for (const cell of cells) {
      if (language === null || pythons.has(language)) reader.readCell(cell)
      else if (shells.has(language)) reader.readShellCell(cell)
    }
    return collector.finish('notebook')
  },
} as const satisfies LockfileFormat
