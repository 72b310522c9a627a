// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shell variables
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Collector } from '../src/commands/collector.ts'
import { emptyEnvironment } from '../src/commands/environment.ts'
import { type OptionTable, pipOptions, takesValue, uvPipOptions } from '../src/commands/options.ts'
import { readScript } from '../src/commands/script.ts'
import { scriptAt } from '../src/commands/shell.ts'

/** What a script installs, one text for each thing found. */
function found(text: string): readonly string[] {
  const collector = new Collector('x.sh')
  readScript(scriptAt(text, 1), emptyEnvironment, { collector })
  const file = collector.finish('shell-script')
  return [
    ...file.dependencies.map(({ name, extras, specifier, origin, editable }) => {
      const from = origin.kind === 'index' ? (origin.url ?? '') : origin.kind
      return [
        `${name}${extras.length > 0 ? `[${extras}]` : ''}${specifier?.raw ?? ''}`,
        from,
        editable ? 'editable' : '',
      ]
        .filter((part) => part !== '')
        .join(' ')
    }),
    ...file.options.map((option) => `${option.kind}=${option.value}`),
    ...file.includes.map((include) => `${include.kind}: ${include.path}`),
    ...file.skipped.map((one) => `${one.code}: ${one.text}`),
  ]
}

describe('finding the command', () => {
  const installing = [
    'pip install x',
    'pip3 install x',
    'pip3.11 install x',
    'pip-3 install x',
    './venv/bin/pip install x',
    '"$VENV/bin/pip" install x',
    '$PIP install x',
    '${PIP3} install x',
    'python -m pip install x',
    'python3.12 -I -m pip install x',
    '"$PYTHON" -mpip install x',
    'py -3.11 -m pip install x',
    'pip --no-cache-dir --log f install x',
    'sudo -H -u app pip install x',
    'env A=b C=d pip install x',
    'A=b pip install x',
    'time nice -n 5 pip install x',
    'docker run --rm image pip install x',
    'conda run -n env pip install x',
    'poetry run pip install x',
    'uv run pip install x',
    'uv run -- python -m pip install x',
    'bash -c "pip install x"',
    "su app -c 'pip install x'",
    'eval "pip install x"',
    'sudo bash -exc "pip install x"',
    'python -m uv pip install x',
    'uv --directory d pip install x',
    'uv add x',
    'uv tool install x',
    'uv tool run x',
    'uvx x',
    'uvx --python 3.12 x --flag y',
    'pipx install x',
    'pipx run x y z',
    'pipx inject place x',
    'pdm add x',
    'poetry add x',
    'poetry self add x',
    'pipenv install x',
    'easy_install x',
    'pip download x',
    'pip wheel x',
    'false || pip install x',
    'echo a | xargs pip install x',
  ]
  for (const text of installing) {
    test(text, () => {
      assert.deepEqual(found(text), ['x'])
    })
  }
  const others = [
    'echo pip install x',
    'printf "%s" pip install x',
    'pip uninstall -y x',
    'pip list',
    'pip',
    'pip install',
    'python -m venv x',
    'python setup.py install',
    'apt-get install python3-pip pip',
    'grep "pip install x" README',
    'git commit -m pip install x',
    'cp target/uvx x',
    'uv sync --frozen --extra x',
    'uv python install 3.12',
    'uv venv x',
    'poetry install --with x',
    'conda env create -f x.yml',
    'npm install x',
    'which pip install',
  ]
  for (const text of others) {
    test(`nothing: ${text}`, () => {
      assert.deepEqual(found(text), [])
    })
  }
})

describe('options', () => {
  const tables: readonly (readonly [string, OptionTable])[] = [
    ['pip install', pipOptions],
    ['uv pip install', uvPipOptions],
  ]
  for (const [command, table] of tables) {
    test(`${command}: no value is taken for a package`, () => {
      for (const name of table.keys()) {
        const value = takesValue(table, name) ? ' value' : ''
        const names = found(`${command} before ${name}${value} after`).filter((one) =>
          /^(?:before|after|value)\b/.test(one),
        )
        assert.deepEqual(
          names.map((one) => one.split(' ')[0]),
          ['before', 'after'],
          name,
        )
      }
    })
  }

  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['pip install -U --upgrade --pre -q x', ['x', 'pre=null']],
    ['pip install -qUr a.txt x', ['x', 'requirements: a.txt']],
    [
      'pip install -ra.txt --requirement=b.txt -cc.txt',
      ['requirements: a.txt', 'requirements: b.txt', 'constraints: c.txt'],
    ],
    ['pip install --constr a.txt --extra-index http://e x', ['x', 'extra-index-url=http://e', 'constraints: a.txt']],
    ['pip install -- -x y', ['y', 'BAD_NAME: -x']],
    ['pip install -i https://i x', ['x https://i', 'index-url=https://i']],
    [
      'PIP_INDEX_URL=https://v pip install -i https://i x',
      ['x https://i', 'index-url=https://v', 'index-url=https://i'],
    ],
    ['export PIP_NO_INDEX=0 PIP_FIND_LINKS="a b"; pip install x', ['x', 'find-links=a', 'find-links=b']],
    [
      'UV_INDEX="n=https://n https://m" uv pip install x',
      ['x', 'extra-index-url=https://n', 'extra-index-url=https://m'],
    ],
    ['PIP_INDEX_URL=https://v uv pip install x', ['x']],
    ['UV_DEFAULT_INDEX=https://d uvx x', ['x https://d', 'index-url=https://d']],
    ['pip install -r https://host.example/r.txt', ['requirements: https://host.example/r.txt']],
    ['pip install -r $F', ['DYNAMIC_VALUE: $F']],
    ['pip install --index-url https://u:$T@h/s x', ['x https://h/s', 'index-url=https://u:***@h/s']],
    ['pip install -r - <<X\na==1\nX', ['a==1', 'DYNAMIC_VALUE: -']],
  ]
  for (const [text, result] of cases) {
    test(text, () => {
      assert.deepEqual([...found(text)].sort(), [...result].sort())
    })
  }
})

describe('packages', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['pip install "a[b,c]>=1,<2; python_version<\'3\'" d===1.0', ['a[b,c]>=1,<2', 'd===1.0']],
    ['pip install . ./ .[x] -e . -e ".[x]" "$PWD" "${PWD}/sub" $(pwd) ./sub sub/dir', []],
    ['pip install dist/*.whl build/x.tar.gz ../dist/x-*.whl', ['NO_NAME: ../dist/x-*.whl']],
    [
      'pip install wheels/*.whl /opt/x ../x x.zip',
      ['NO_NAME: wheels/*.whl', 'NO_NAME: /opt/x', 'NO_NAME: ../x', 'NO_NAME: x.zip'],
    ],
    ['cd docs && pip install -e ..', []],
    ['pip install git+https://h/r@v1#egg=a -e git+ssh://git@h/b.git#egg=b', ['a git', 'b git editable']],
    ['pip install "a @ https://h/a-1.0.tar.gz" https://h/b-1.0-py3-none-any.whl', ['a url', 'b url']],
    ['pip install git+https://h/r', ['NO_NAME: git+https://h/r']],
    ['pip install "git+https://$T@h/r#egg=a" "b @ https://${U}:${P}@h/b-1.0.zip"', ['a git', 'b url']],
    ['pip install a==$V "b[$E]" $C', ['DYNAMIC_VALUE: a==$V', 'DYNAMIC_VALUE: "b[$E]"', 'DYNAMIC_VALUE: $C']],
    ['uvx a@1.0; uvx b@latest; uvx --from "c>=1" d; uvx --with e,f==2 g', ['a==1.0', 'b', 'c>=1', 'e', 'f==2', 'g']],
    ['poetry add a@^1.2 b@latest c@~2.0 "d>=1" e@1.0', ['a>=1.2,<2', 'b', 'c>=2.0,<2.1', 'd>=1', 'e==1.0']],
    ['pipx run --spec a==1 b', ['a==1']],
    [
      'conda install a=1.2 b==1.0 "c>=1" d=1=h e::f g[version=\'>=2\']',
      ['a==1.2.* conda', 'b==1.0 conda', 'c>=1 conda', 'd==1 conda', 'f conda', 'g>=2 conda'],
    ],
  ]
  for (const [text, result] of cases) {
    test(text, () => {
      assert.deepEqual([...found(text)].sort(), [...result].sort())
    })
  }
})

test('what is said twice on one line counts once', () => {
  assert.deepEqual(found('pip install a a; for v in 1 2; do pip install b; done'), ['a', 'b'])
})
