import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LockfileError } from '../src/error.ts'
import type { LockfileFormat } from '../src/format.ts'
import { hatch } from '../src/formats/hatch.ts'
import { pdmLock } from '../src/formats/pdm-lock.ts'
import { poetryLock } from '../src/formats/poetry-lock.ts'
import { pylock } from '../src/formats/pylock.ts'
import { pyproject } from '../src/formats/pyproject.ts'
import { script } from '../src/formats/script.ts'
import { uvLock } from '../src/formats/uv-lock.ts'
import { pathsTo } from '../src/paths.ts'
import { selectDependencies } from '../src/select.ts'

// Half a megabyte: what grows by the square shows, and the suite stays quick.
const size = 500_000

/** The unit again and again, numbered, up to a length. */
function many(length: number, unit: (index: number) => string): string {
  const parts: string[] = []
  for (let written = 0, index = 0; written < length; index += 1) {
    const part = unit(index)
    parts.push(part)
    written += part.length
  }
  return parts.join('')
}

const registry = 'source = { registry = "https://pypi.org/simple" }'
const root = 'version = 1\n[[package]]\nname = "root"\nsource = { virtual = "." }\n'

/** Sound files, made so that careless reading costs the square of their length. */
const bombs: Readonly<Record<string, readonly [LockfileFormat, () => string]>> = {
  'uv: every package asks for a name that is listed ten thousand times': [
    uvLock,
    () =>
      `version = 1\n${many(size, () => `[[package]]\nname = "a"\nversion = "1"\n${registry}\ndependencies = [{name="a"}]\n`)}`,
  ],
  'uv: every group reaches every package': [
    uvLock,
    () =>
      `${root}[package.dev-dependencies]\n${many(size / 2, (n) => `g${n} = [{name="p0"}]\n`)}${many(size / 2, (n) => `[[package]]\nname = "p${n}"\nversion = "1"\n${registry}\ndependencies = [{name="p${n + 1}"}]\n`)}`,
  ],
  'uv: three hundred groups reach every package': [
    uvLock,
    () =>
      `${root}[package.dev-dependencies]\n${Array.from({ length: 290 }, (_none, n) => `g${n} = [{name="p0"}]\n`).join('')}${many(size, (n) => `[[package]]\nname = "p${n}"\nversion = "1"\n${registry}\ndependencies = [{name="p${n + 1}"}]\n`)}`,
  ],
  'uv: ten thousand extras that ask for each other': [
    uvLock,
    () =>
      `${root}dependencies = [{name = "root", extra = ["e0"]}]\n[package.optional-dependencies]\n${many(size, (n) => `e${n} = [{name="root", extra=["e${n + 1}"]}]\n`)}`,
  ],
  'uv: resolution markers without end': [
    uvLock,
    () =>
      `version = 1\n[[package]]\nname = "a"\nversion = "1"\n${registry}\nresolution-markers = [\n${many(size, (n) => `"python_full_version < '3.${n}'",\n`)}]\n`,
  ],
  'poetry: the files of ten thousand versions of one name': [
    poetryLock,
    () =>
      `${many(size / 2, (n) => `[[package]]\nname = "a"\nversion = "${n}"\n`)}[metadata]\nlock-version = "1.1"\n[metadata.files]\na = [\n${many(size / 2, (n) => `{file = "a-${n}.tar.gz"}, {file = "odd"},\n`)}]\n`,
  ],
  'poetry: ten thousand extras that bring ten thousand packages': [
    poetryLock,
    () =>
      `${many(size / 2, (n) => `[[package]]\nname = "p${n}"\nversion = "1"\noptional = true\n[package.dependencies]\np${n + 1} = "*"\n`)}[extras]\n${many(size / 2, (n) => `e${n} = ["p0"]\n`)}[metadata]\nlock-version = "2.1"\n`,
  ],
  'pdm: one name with ten thousand extras': [
    pdmLock,
    () =>
      `[metadata]\nlock_version = "4.5.0"\n${many(size, (n) => `[[package]]\nname = "a"\nversion = "1"\nextras = ["e${n}"]\ndependencies = ["a[e${n + 1}]", "b"]\n`)}[[package]]\nname = "b"\nversion = "1"\n`,
  ],
  'pdm: long lists of extras times long lists of requirements': [
    pdmLock,
    () =>
      `[metadata]\nlock_version = "4.5.0"\n[[package]]\nname = "a"\nversion = "1"\nextras = [${many(size / 2, (n) => `"e${n}",`)}]\ndependencies = [${many(size / 2, () => '"b",')}]\n[[package]]\nname = "b"\nversion = "1"\n`,
  ],
  'pylock: dependencies that fit many entries': [
    pylock,
    () =>
      `lock-version = "1.0"\n${many(size, () => '[[packages]]\nname = "a"\nversion = "1"\ndirectory = {path = "."}\ndependencies = [{name="a", version="1"}]\n')}`,
  ],
  'pylock: attestation identities nested by dotted keys': [
    pylock,
    () =>
      `lock-version = "1.0"\n[[packages]]\nname = "a"\ndirectory = {path = "."}\n[[packages.attestation-identities]]\n${Array.from({ length: 200_000 }, () => 'a').join('.')} = 1\n`,
  ],
  'pyproject: thousands of groups that include each other': [
    pyproject,
    () => `[dependency-groups]\n${many(size, (n) => `g${n} = [{include-group = "g${n + 1}"}, "a"]\n`)}`,
  ],
  'pyproject: a few groups with thousands of includes': [
    pyproject,
    () =>
      `[dependency-groups]\n${Array.from({ length: 490 }, (_none, n) => `g${n} = [${many(size / 490, (i) => `{include-group = "g${(n + i) % 490}"}, `)}]\n`).join('')}`,
  ],
  'pyproject: a ring of groups, each with many requirements': [
    pyproject,
    () =>
      `[dependency-groups]\n${Array.from({ length: 490 }, (_none, n) => `g${n} = [{include-group = "g${(n + 1) % 490}"}, ${'"a", '.repeat(400)}]\n`).join('')}`,
  ],
  'pyproject: one name with many sources, asked for many times': [
    pyproject,
    () =>
      `[project]\ndependencies = [${'"a",'.repeat(50_000)}]\n[tool.uv.sources]\na = [${'{index = "i"}, '.repeat(20_000)}]\n[[tool.uv.index]]\nname = "i"\nurl = "https://example.org"\n`,
  ],
  'pyproject: poetry constraints of a megabyte': [
    pyproject,
    () => `[tool.poetry.dependencies]\na = "${'>=1,'.repeat(250_000)}<2"\nb = "${'1||'.repeat(300_000)}1"\n`,
  ],
  'pyproject: poetry extras that name one package': [
    pyproject,
    () =>
      `[tool.poetry.dependencies]\na = [${'{version = "1", optional = true},'.repeat(10_000)}]\n[tool.poetry.extras]\n${many(size / 2, (n) => `e${n} = ["a"]\n`)}`,
  ],
  'pyproject: dotted keys as deep as the file is long': [
    pyproject,
    () => `${Array.from({ length: 300_000 }, () => 'a').join('.')} = 1\n`,
  ],
  'hatch: environments without end': [hatch, () => many(size, (n) => `[envs.e${n}]\ndependencies = ["a{x}"]\n`)],
  'script: a block that never ends': [script, () => `# /// script\n${many(size, () => '# dependencies = []\n')}`],
  'script: a block of many keys': [script, () => `# /// script\n${many(size, (n) => `# k${n} = "x"\n`)}# ///\n`],
}

const refused = /never/

for (const [name, [format, build]] of Object.entries(bombs)) {
  test(`${name}: ends soon`, { timeout: 60_000 }, () => {
    const text = build()
    const started = process.cpuUsage()
    try {
      const file = format.parse(text, 'bomb')
      const kept = selectDependencies(file, { environment: null, groups: [], extras: [] })
      assert.ok(kept.size <= file.dependencies.length)
      assert.ok(pathsTo(file)(file.dependencies.length - 1).length <= 64)
      JSON.stringify(file.dependencies.slice(0, 100))
    } catch (error) {
      // Only the blocks that never end and the deepest keys are refused; the rest is sound.
      assert.ok(error instanceof LockfileError && refused.test(name), String(error))
    }
    const spent = process.cpuUsage(started)
    // A guard against growth by the square, wide enough for a slow machine: none of these takes a second on a plain one.
    assert.ok(spent.user + spent.system < 20_000_000)
  })
}
