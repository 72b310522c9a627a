import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { codeOf, only } from './support/code-of.ts'

suite('kinds', () => {
  const kinds: readonly (readonly [string, string])[] = [
    ['import os\nos.system("x")', 'spawn'],
    ['from subprocess import Popen as p\np(["x"])', 'spawn'],
    ['import requests\nrequests.get("https://a.example.invalid")', 'fetch'],
    ['import requests\nrequests.get("https://a.example.invalid", data=b"1")', 'send'],
    ['import requests\ns = requests.Session()\ns.post("https://a.example.invalid")', 'send'],
    ['import aiohttp\nasync def f():\n  async with aiohttp.ClientSession() as s:\n    await s.get("u")', 'fetch'],
    ['from six.moves.urllib.request import urlopen\nurlopen("https://a.example.invalid")', 'fetch'],
    ['import os, requests\nrequests.get("https://a.example.invalid/" + os.getlogin())', 'send'],
    ['open("a.txt", "w")', 'write-file'],
    ['open("a.txt")', 'read-file'],
    ['from pathlib import Path\n(Path.home().joinpath("x")).write_text("y")', 'write-file'],
    ['import ctypes\nctypes.windll.kernel32.Sleep(1)', 'native'],
    ['import sys\nsys.meta_path.insert(0, object())', 'hook'],
    ['import builtins\nbuiltins.open = 1', 'hook'],
    ['def f(m):\n  m.check_output("x")', 'spawn'],
  ]
  for (const [source, kind] of kinds)
    test(`${kind}: ${source.split('\n').at(-1)}`, () =>
      assert.ok(
        codeOf(source).actions.some((action) => action.kind === kind),
        JSON.stringify(codeOf(source).actions),
      ))

  test('what only computes is no action', () => {
    assert.deepEqual(codeOf('import re, os.path\nos.path.join("a", "b")\nre.compile("x")\nlen([1])').actions, [])
  })
})

suite('sources', () => {
  const flows: readonly (readonly [string, string, readonly string[]])[] = [
    ['import requests\nexec(requests.get("https://a.example.invalid").text)', 'run-code', ['network']],
    ['import os, requests\nrequests.post("u", data=dict(os.environ))', 'send', ['whole-environment']],
    ['import os, requests\nrequests.post("u", data=os.environ["A_TOKEN"])', 'send', ['environment']],
    ['import os, requests\nrequests.post("u", data=os.getenv("USERNAME"))', 'send', ['host-facts']],
    ['import os, requests\nrequests.post("u", data=os.getenv("TMPDIR"))', 'send', []],
    ['import requests\nrequests.post("u", data=open("f").read())', 'send', ['file']],
    ['def f(x):\n  exec(x)', 'run-code', ['parameter']],
    ['import base64\neval(base64.b64decode("cHJpbnQoKQ=="))', 'run-code', ['decoded']],
    [
      'import subprocess\nwith open("run.sh", "w") as f:\n  f.write("true")\nsubprocess.run(["sh", "run.sh"])',
      'spawn',
      ['dropped-file'],
    ],
    [
      'import tempfile, os, requests\nf = tempfile.NamedTemporaryFile()\nf.write(requests.get("u").content)\nos.system("sh " + f.name)',
      'spawn',
      ['downloaded-file'],
    ],
    [
      'import urllib.request, os\nurllib.request.urlretrieve("u", "a.bin")\nos.startfile("a.bin")',
      'spawn',
      ['downloaded-file'],
    ],
  ]
  for (const [source, kind, sources] of flows)
    test(source.split('\n').at(-1), () => assert.deepEqual([...only(codeOf(source), kind).sources].sort(), sources))
})

test('code within texts has the place of the call that runs it, its layer and its trail', () => {
  const code = codeOf('x = 1\nimport base64\nexec(base64.b64decode("aW1wb3J0IG9zO29zLnN5c3RlbSgieCIp"))')
  const spawn = only(code, 'spawn')
  assert.deepEqual([spawn.at.line, spawn.layer, spawn.trail, spawn.texts], [3, 1, ['base64.b64decode'], ['x']])
})

test('code that is written to a file or handed to an interpreter is read', () => {
  const written = codeOf('open("a.py", "w").write("import os\\nos.system(\'y\')")')
  assert.deepEqual([only(written, 'spawn').texts, only(written, 'spawn').trail], [['y'], ['file']])
  const handed = codeOf(
    'import subprocess, sys\nsubprocess.Popen([sys.executable, "-c", "import socket; socket.gethostbyname(\'a\')"])',
  )
  assert.deepEqual(only(handed, 'resolve').trail, ['python -c'])
})

test('texts are bounded in number and length', () => {
  const many = Array.from({ length: 100 }, (_, index) => `"t${index}"`).join()
  assert.equal(only(codeOf(`import os\nos.system([${many}])`), 'spawn').texts.length, 24)
  const long = only(codeOf('import os\nos.system("a" * 1000000)'), 'spawn').texts[0] ?? ''
  assert.equal(long.length, 32_768)
})

test('a spawn that its user does not see is hidden', () => {
  const hidden = (call: string): boolean => only(codeOf(`import subprocess, os\n${call}`), 'spawn').isHidden
  assert.ok(hidden('subprocess.Popen("x", creationflags=0x08000000)'))
  assert.ok(hidden('subprocess.Popen("x", creationflags=subprocess.CREATE_NO_WINDOW)'))
  assert.ok(hidden('subprocess.run("x", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)'))
  assert.ok(hidden('os.system("nohup x &")'))
  assert.ok(!hidden('subprocess.run("x", stdout=subprocess.DEVNULL)'))
})

test('the text of code that is run names no written file; a file of that name that is read does', () => {
  const write = 'with open("notes.txt", "w") as f:\n  f.write("x")\n'
  assert.deepEqual([...only(codeOf(`${write}exec("name = 'notes.txt'")`), 'run-code').sources], [])
  assert.ok(only(codeOf(`${write}exec(open("notes.txt").read())`), 'run-code').sources.has('dropped-file'))
})
