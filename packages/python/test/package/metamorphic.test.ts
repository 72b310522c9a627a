import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { type Files, packageLines } from './show.ts'

/** What the toy payload does, however it is hidden: a harmless command, when its package is imported. */
const seen = /import .*: os\.system\('id'\)$/
const payload = "import os\nos.system('id')"
const call = "os.system('id')"

function base64(text: string | Uint8Array): string {
  return Buffer.from(text).toString('base64')
}

const hidden: Readonly<Record<string, string | Files>> = {
  'as it is': payload,
  'under another name': "import os as 名\n系 = 名.system\n系('id')",
  'taken from its module': "from os import (system\n as s)\ns('id')",
  'by a text in parts': "import os\ngetattr(os, 'sy' + 'st' 'em')('i' + chr(100))",
  'by a text in reverse': "import os\ngetattr(os, 'metsys'[::-1])('di'[::-1])",
  'by characters': `exec(''.join(map(chr, [${[...payload].map((each) => each.charCodeAt(0)).join(',')}])))`,
  'by hex': `exec(bytes.fromhex('${Buffer.from(payload).toString('hex')}'))`,
  'in base64': `import base64 as b\nexec(b.b64decode('${base64(payload)}'))`,
  'in two layers': `import base64 as b\nexec(b.b64decode('${base64(`import zlib, base64\nexec(base64.b64decode('${base64(payload)}').decode())`)}'))`,
  'packed and encoded': `import gzip, base64\nexec(gzip.decompress(base64.b64decode('${base64(gzipSync(payload))}')))`,
  xored: `k = 23\nd = bytes([${[...payload].map((each) => each.charCodeAt(0) ^ 23).join(',')}])\nexec(bytes(c ^ k for c in d).decode())`,
  'with a key that comes round': `from itertools import cycle\nk = 'key'\nd = [${[...payload].map((each, index) => each.charCodeAt(0) ^ 'key'.charCodeAt(index % 3)).join(',')}]\nexec(''.join(chr(a ^ ord(b)) for a, b in zip(d, cycle(k))))`,
  'in rotated letters': `import codecs\nexec(codecs.decode(${JSON.stringify(payload.replace(/[a-z]/g, (each) => String.fromCharCode(((each.charCodeAt(0) - 97 + 13) % 26) + 97)))}, 'rot13'))`,
  'in a lambda': `(lambda f: f())(lambda: __import__('os').system('id'))`,
  'in nested functions': `def a():\n def b():\n  def c():\n   import os\n   return os.system\n  return c()\n return b()\na()('id')`,
  'in a class body': `class A:\n exec("import os; ${call}")`,
  'in a decorator': `import os\n@lambda f: os.system('id')\ndef g(): pass`,
  'in a default': `import os\ndef f(x=os.system('id')): pass`,
  'in an annotation': `import os\nx: os.system('id') = 1`,
  'in a comprehension': `import os\n[f('id') for f in [os.system]]`,
  'by a walrus': `import os\nif (f := os.system): f('id')`,
  'by __getattr__': `import os\nclass P:\n def __getattr__(self, n): return getattr(os, n)\nP().system('id')`,
  'by globals': `globals()['__builtins__'].__dict__['__imp' + 'ort__']('os').system('id')`,
  'by builtins': `import builtins as b\nb.__dict__['eval']("__import__('os').system('id')")`,
  'by importlib': `import importlib\nimportlib.import_module('o' + 's').__dict__['system']('id')`,
  'by a dict of functions': `import os\n{'a': print, 'b': os.system}['b']('id')`,
  'by partial and map': `import os, functools\nlist(map(functools.partial(os.system), ['id']))`,
  'behind a test that fails to import': `try:\n import nothing_here\nexcept ImportError:\n import os\n ${call}`,
  'behind a thread': `import threading, os\nthreading.Thread(target=os.system, args=('id',)).start()\nthreading.Thread(target=lambda: ${call}).start()`,
  'behind padding': `x = 1;${' '.repeat(100_000)}import os; ${call}`,
  'behind megabytes': `'''${'padding '.repeat(300_000)}'''\n${payload}`,
  'behind odd quotes': `''''''''''''\n"""'"""'' """"""\n${payload}`,
  'behind a broken statement': `def f(:\n  x = (\n\n${payload}`,
  'in Python 2': `print 'x'\nexec 'import os; ${call.replaceAll("'", '"')}' in {}`,
  'in wide letters': `import ｏｓ\nｏｓ.ｓystem('id')`,
  'under a cookie': `# coding: rot13\n${payload.replace(/[a-z]/g, (each) => String.fromCharCode(((each.charCodeAt(0) - 97 + 13) % 26) + 97))}`,
  'with tabs and form feeds': `\fimport\tos\n\fif 1:\n\t${call}`,
  'in a helper': { 'p/__init__.py': 'from .h import go\ngo("id")', 'p/h.py': 'import os\ndef go(c): os.system(c)' },
  'decoded by a helper': {
    'p/__init__.py': `from . import h\nimport os\nos.system(h.d('aWQ='))`,
    'p/h.py': 'import base64\ndef d(s): return base64.b64decode(s).decode()',
  },
  'in parts in several files': {
    'p/__init__.py': 'from .a import A\nfrom .b import *\nimport os\ngetattr(os, A + B)("id")',
    'p/a.py': 'A = "sys"',
    'p/b.py': 'B = "tem"',
  },
  'behind a star': { 'p/__init__.py': 'from .a import *\nsystem("id")', 'p/a.py': 'from os import *' },
  'in a module that others reach': {
    'p/__init__.py': 'from .a.b import c',
    'p/a/__init__.py': '',
    'p/a/b.py': 'from ..d import run as c\nc()',
    'p/d.py': `def run():\n import os\n ${call}`,
  },
}

for (const [title, hiding] of Object.entries(hidden))
  test(`seen: ${title}`, () => {
    const lines = packageLines(typeof hiding === 'string' ? { 'p/__init__.py': hiding } : hiding, [])
    assert.ok(
      lines.some((line) => seen.test(line)),
      lines.slice(0, 20).join('\n'),
    )
  })

const hooks: Readonly<Record<string, string>> = {
  'at the top': payload,
  'below the test for main': `if __name__ == '__main__':\n import os\n ${call}`,
  'in a command': `from setuptools import setup\nfrom setuptools.command.install import install as i\nimport os\nclass I(i):\n def run(self):\n  i.run(self)\n  ${call}\nsetup(cmdclass={'install': I})`,
  'in a command of a dict that is unpacked': `import setuptools, os\nfrom setuptools.command import egg_info\nclass E(egg_info.egg_info):\n def finalize_options(self): ${call}\nk = dict(cmdclass=dict(egg_info=E))\nsetuptools.setup(**k)`,
  'in what a command calls': `from distutils.core import setup, Command\nimport os, atexit\ndef go(): ${call}\nclass C(Command):\n def run(self): atexit.register(go)\nsetup(name='a', cmdclass={'x': C})`,
  'in a metaclass of a command': `from setuptools import setup\nfrom setuptools.command.install import install\nimport os\nclass M(type):\n def __new__(m, n, b, d):\n  ${call}\n  return type.__new__(m, n, b, d)\nclass I(install, metaclass=M): pass\nsetup()`,
}

for (const [title, source] of Object.entries(hooks))
  test(`seen at install: ${title}`, () => {
    const lines = packageLines({ 'a-1/setup.py': source }, [{ path: 'a-1/setup.py', stage: 'install', symbol: null }])
    assert.ok(
      lines.some((line) => / install .*: os\.system\('id'\)$/.test(line)),
      lines.join('\n'),
    )
  })
