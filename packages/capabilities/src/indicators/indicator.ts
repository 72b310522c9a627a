/** What a text names, by kind. */
export const indicatorKinds = [
  // Hosts.
  /** A hook of a chat service that takes posts from anybody who knows its address. */
  'webhook',
  /** The interface of a messenger: Telegram bots, Discord users. */
  'messenger-api',
  'paste-host',
  /** Files of repositories and releases, raw: anybody's code. */
  'code-host',
  /** Uploads without an account, or links straight to a stored file. */
  'file-drop',
  'tunnel',
  /** Shows its owner every request or DNS query that reaches it. */
  'request-bin',
  'shortener',
  'ip-lookup',
  'dynamic-dns',
  'mining-pool',
  'onion',
  /** A public address in digits, in a URL or as a whole text. */
  'ip-address',
  /** A URL in a top-level domain that is cheap and often abused. */
  'odd-domain',
  'cloud-metadata',
  // Files and places.
  'secret-file',
  'browser-data',
  'wallet',
  /** Keys and seed words by name. */
  'key-material',
  'messenger-data',
  /** Code of an installed program that others patch: an Electron archive, Discord's modules. */
  'app-code',
  /** Run when somebody logs in or the machine starts. */
  'autostart',
  'schedule',
  /** Read by shells when they start. */
  'shell-start',
  /** Read by Python when it starts. */
  'python-start',
  /** Read by coding assistants and editors, which may run what stands there. */
  'agent-file',
  'executable-name',
  // Words.
  'credential-variable',
  /** A pattern that matches access tokens. */
  'token-pattern',
  /** A pattern that matches addresses of crypto-currencies, or such an address. */
  'address-pattern',
  'browser-extension',
  'miner',
  'destructive-command',
  'ransom-words',
  'anti-analysis',
  'reverse-shell',
  'disables-security',
  'download-cradle',
  'hides-window',
  'system-probe',
  'raises-privilege',
  'placeholder-words',
  'research-words',
] as const
export type IndicatorKind = (typeof indicatorKinds)[number]

/** One thing that a text names. */
export interface Indicator {
  readonly kind: IndicatorKind
  /** As it stands in the text; for hosts the whole address, cut. */
  readonly value: string
  /** Offset in the text, in UTF-16 units. */
  readonly at: number
}
