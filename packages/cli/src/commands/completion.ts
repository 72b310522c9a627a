import type { ExitCode } from '@cordon/model'
import { Argument, Command, type Option } from 'commander'
import type { CommandEntry, CommandModule, Io } from '../command.ts'

/** One command as a shell needs it: its path, what it is for, its flags. */
interface Completed {
  readonly path: string
  readonly summary: string
  readonly flags: readonly Flag[]
  readonly subcommands: readonly { readonly name: string; readonly summary: string }[]
  /** The only values its argument takes; empty when it takes any, or none. */
  readonly values: readonly string[]
  /** Whether its arguments are files and folders. */
  readonly takesFiles: boolean
}

interface Flag {
  readonly name: string
  readonly text: string
  readonly takesValue: boolean
  /** The only values it takes; empty when it takes any. */
  readonly choices: readonly string[]
}

const examples = `
Examples:
  $ cordon completion bash > ~/.local/share/bash-completion/completions/cordon
  $ cordon completion zsh > "\${fpath[1]}/_cordon"
  $ cordon completion fish > ~/.config/fish/completions/cordon.fish`

/** \`cordon completion SHELL\`: written from the commands themselves, so it cannot fall behind them. */
export const completion: CommandModule = {
  name: 'completion',
  configure(command, io, finish, all) {
    command
      .addArgument(new Argument('<shell>', 'whose completion to print').choices(['bash', 'zsh', 'fish']))
      .addHelpText('after', examples)
      .action(async (shell: 'bash' | 'zsh' | 'fish') => {
        io.stdout.write({ bash, zsh, fish }[shell](await everyCommand(all, io)))
        finish(0)
      })
  },
}

async function everyCommand(all: readonly CommandEntry[], io: Io): Promise<readonly Completed[]> {
  const found: Completed[] = []
  for (const entry of all) {
    const command = new Command(entry.name).summary(entry.summary)
    ;(await entry.load()).configure(command, io, (_exit: ExitCode) => {}, all)
    found.push(...describe(command, ''))
  }
  return found
}

function describe(command: Command, parent: string): Completed[] {
  const path = `${parent}${command.name()}`
  const values = command.registeredArguments.flatMap((argument) => argument.argChoices ?? [])
  const own: Completed = {
    path,
    summary: command.summary(),
    flags: command.options.flatMap(flagOf),
    subcommands: command.commands.map((each) => ({ name: each.name(), summary: each.summary() })),
    values,
    takesFiles: command.registeredArguments.length > 0 && values.length === 0,
  }
  return [own, ...command.commands.flatMap((each) => describe(each, `${path} `))]
}

function flagOf(option: Option): Flag[] {
  if (option.long === undefined || option.long === null) return []
  const takesValue = option.required || option.optional
  return [{ name: option.long, text: option.description, takesValue, choices: option.argChoices ?? [] }]
}

function topLevel(all: readonly Completed[]): readonly Completed[] {
  return all.filter((each) => !each.path.includes(' '))
}

function words(each: Completed): string {
  return [
    ...each.subcommands.map((one) => one.name),
    ...each.values,
    ...each.flags.map((flag) => flag.name),
    '--help',
  ].join(' ')
}

/** What follows a flag: its values where they are known, else a file. */
function bashValues(each: Completed): string {
  const free = each.flags.filter((flag) => flag.takesValue && flag.choices.length === 0).map((flag) => flag.name)
  const closed = each.flags.filter((flag) => flag.choices.length > 0)
  const branches = [
    ...closed.map((flag) => `${flag.name}) words="${flag.choices.join(' ')}" files="" ;;`),
    ...(free.length > 0 ? [`${free.join('|')}) words="" files=yes ;;`] : []),
  ]
  return branches.length === 0 ? '' : ` case "$previous" in ${branches.join(' ')} esac ;`
}

function bash(all: readonly Completed[]): string {
  const cases = all
    .map(
      (each) => `    "${each.path}") words="${words(each)}" files=${each.takesFiles ? 'yes' : ''};${bashValues(each)};`,
    )
    .join('\n')
  const top = topLevel(all)
    .map((each) => each.path)
    .join(' ')
  return `# bash completion for cordon
_cordon() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path="" files="" word words
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] && continue
    case "\${path:+$path }$word" in
${all.map((each) => `      "${each.path}") path="${each.path}" ;;`).join('\n')}
    esac
  done
  case "$path" in
    "") words="${top} --help --version" ;;
${cases}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ -z $files || $current == -* ]] || COMPREPLY+=($(compgen -f -- "$current"))
}
complete -o filenames -F _cordon cordon
`
}

function zshText(text: string): string {
  return text.replace(/[[\]:'\\]/g, (character) => (character === "'" ? "'\\''" : `\\${character}`))
}

function zshValue(flag: Flag): string {
  if (flag.choices.length > 0) return `:value:(${flag.choices.join(' ')})`
  return flag.takesValue ? ':value:_files' : ''
}

function zsh(all: readonly Completed[]): string {
  const specs = (each: Completed): string =>
    [
      ...each.flags.map((flag) => `'*${flag.name}[${zshText(flag.text)}]${zshValue(flag)}'`),
      ...(each.subcommands.length > 0
        ? [`'1:command:((${each.subcommands.map((one) => `${one.name}\\:"${zshText(one.summary)}"`).join(' ')}))'`]
        : []),
      ...(each.values.length > 0 ? [`'1:value:(${each.values.join(' ')})'`] : []),
      ...(each.takesFiles ? ["'*:path:_files'"] : []),
    ].join(' ')
  return `#compdef cordon
_cordon() {
  local -a commands
  commands=(
${topLevel(all)
  .map((each) => `    '${each.path}:${zshText(each.summary)}'`)
  .join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  local branch="$words[2]"
  (( CURRENT > 3 )) && case "$words[2] $words[3]" in
${all
  .filter((each) => each.path.includes(' '))
  .map((each) => `    '${each.path}') branch='${each.path}' ;;`)
  .join('\n')}
  esac
  shift words; (( CURRENT-- ))
  case "$branch" in
${all.map((each) => `    '${each.path}') _arguments ${specs(each)} ;;`).join('\n')}
  esac
}
_cordon "$@"
`
}

function fishValue(flag: Flag): string {
  if (flag.choices.length > 0) return ` -x -a '${flag.choices.join(' ')}'`
  return flag.takesValue ? ' -r' : ''
}

/** Where a command takes no files, or only known values: fish offers files unless told. */
function fishArguments(each: Completed): readonly string[] {
  if (each.takesFiles) return []
  const values = each.values.length > 0 ? ` -a '${each.values.join(' ')}'` : ''
  const deeper = each.subcommands.map((one) => one.name).join(' ')
  const here = `__fish_seen_subcommand_from ${each.path.split(' ').at(-1)}`
  return [
    `complete -c cordon -n '${here}${deeper === '' ? '' : `; and not __fish_seen_subcommand_from ${deeper}`}' -f${values}`,
  ]
}

function fish(all: readonly Completed[]): string {
  const quote = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`
  const lines = topLevel(all).flatMap((each) => [
    `complete -c cordon -n __fish_use_subcommand -a ${each.path} -d ${quote(each.summary)}`,
    ...each.subcommands.map(
      (one) =>
        `complete -c cordon -n '__fish_seen_subcommand_from ${each.path}' -a ${one.name} -d ${quote(one.summary)}`,
    ),
  ])
  const flags = all.flatMap((each) =>
    each.flags.map(
      (flag) =>
        `complete -c cordon -n '__fish_seen_subcommand_from ${each.path.split(' ').at(-1)}' -l ${flag.name.slice(2)}${fishValue(flag)} -d ${quote(flag.text)}`,
    ),
  )
  const files = ['complete -c cordon -n __fish_use_subcommand -f', ...all.flatMap(fishArguments)]
  return `# fish completion for cordon\n${[...files, ...lines, ...flags].join('\n')}\n`
}
