import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isOfInterest, namePatterns } from '../../src/package/prefilter.ts'

const words = (
  'exec eval compile __import__ __builtins__ import_module exec_module SourceFileLoader globals locals execfile os system popen spawn ' +
  'startfile fork putenv environ import from as settrace setprofile meta_path path_hooks sys modules builtins getattr importlib fromhex ' +
  'rot13 rot_13 pickle dill cloudpickle load loads power Power shell Shell bashrc bash_profile zshrc profile ssh aws pypirc npmrc cursor ' +
  'claude vscode mcp.json git/hooks pth site user customize CLAUDE AGENTS GEMINI md LaunchAgents Start Menu CurrentVersion ' +
  'discord_desktop_core shutil rmtree x'
).split(' ')
const marks = ['', ' ', '  ', '.', '(', ')', '[', ']', '"', "'", '/', '\\', '+', '::', '\n', 'é']

function isFoundByPatterns(text: string): boolean {
  return namePatterns.some(([, pattern]) => new RegExp(pattern).test(text))
}

test('every place that a pattern finds is found from its beginnings', () => {
  const piece = fc.tuple(fc.constantFrom(...words), fc.constantFrom(...marks), fc.constantFrom(...marks))
  const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.flat().join(''))
  fc.assert(
    fc.property(text, (each) => !isFoundByPatterns(each) || isOfInterest(each)),
    { numRuns: 5000 },
  )
})

const examples = [
  'exec(x)',
  'eval(x)',
  'compile(x',
  '__import__',
  '__builtins__',
  'import_module',
  'exec_module',
  'SourceFileLoader',
  'globals()["x"]',
  'locals()["x"]',
  'execfile',
  'os.system',
  'os.popen',
  'os.exec',
  'os.spawn',
  'os.startfile',
  'os.fork',
  'os.putenv',
  'os.environ)',
  'os . system',
  'os  .system',
  'os. system',
  'import os as',
  'from os import',
  '.settrace',
  '.setprofile',
  '.meta_path',
  '.path_hooks',
  'sys.modules["os',
  'sys .modules["os',
  'getattr(x, "a" + ',
  'getattr(os',
  'fromhex',
  'rot13',
  'rot_13',
  'pickle.loads(',
  'dill.load(',
  'cloudpickle.load(',
  'powershell',
  'PowerShell',
  '.pth',
  'sitecustomize',
  'usercustomize',
  'CLAUDE.md',
  'AGENTS.md',
  'GEMINI.md',
  'LaunchAgents',
  'Start Menu',
  'CurrentVersion',
  'discord_desktop_core',
  'shutil.rmtree',
  ...['"', "'", '/', '\\'].flatMap((mark) =>
    'bashrc bash_profile zshrc profile ssh aws pypirc npmrc cursor claude vscode mcp.json git/hooks'
      .split(' ')
      .map((name) => `${mark}.${name}`),
  ),
]

test('each name is found, at the beginning and behind other text', () => {
  for (const example of examples) {
    assert.ok(isFoundByPatterns(example), example)
    assert.ok(isOfInterest(example), example)
    assert.ok(isOfInterest(`é\n${example}`), example)
  }
})

test('what only looks like the beginning of a name is not found', () => {
  for (const text of [
    '',
    'os',
    'executive',
    'evaluate',
    'x.eval',
    'site',
    '.pthx',
    'imports',
    'user.name',
    'from x import y',
  ])
    assert.equal(isOfInterest(text), false, text)
})
