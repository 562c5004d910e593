// `forkscope completion`: what a shell offers while one types, made from the same tables as --help.
import { commandNames, type CommandName, commandTable, type SHELLS } from './commandTable.ts'
import type { Completion, OptionRow } from './optionTables.ts'

export function layoutCompletion(shell: (typeof SHELLS)[number]): string {
  return { bash: layoutBash, zsh: layoutZsh, fish: layoutFish }[shell]()
}

const optionsOf = (name: CommandName): readonly (readonly [string, OptionRow])[] => Object.entries(commandTable[name].options)

/** '--quiet -q'. */
const formsOf = (name: string, { short }: OptionRow): readonly string[] => [`--${name}`, ...(short === undefined ? [] : [`-${short}`])]

// bash

function layoutBash(): string {
  return `# Completions of forkscope for bash, made by “forkscope completion bash”.
_forkscope() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W '${[...commandNames, 'help', '--help', '--version'].join(' ')}' -- "$cur")
    return
  fi
  case \${COMP_WORDS[1]} in
${commandNames.map(bashCommand).join('\n')}
  help) mapfile -t COMPREPLY < <(compgen -W '${commandNames.join(' ')}' -- "$cur") ;;
  esac
}
complete -F _forkscope forkscope
`
}

function bashCommand(name: CommandName): string {
  const options = optionsOf(name)
  const values = options.filter(([, { type }]) => type === 'string').map(([option, row]) => `    ${formsOf(option, row).join('|')}) ${bashValues(row.completes ?? null)} return ;;`)
  const forms = options.flatMap(([option, row]) => formsOf(option, row)).join(' ')
  return [
    `  ${name})`,
    ...(values.length > 0 ? ['    case $prev in', ...values, '    esac'] : []),
    `    if [[ $cur == -* ]]; then mapfile -t COMPREPLY < <(compgen -W '${forms}' -- "$cur")`,
    `    else ${bashValues(commandTable[name].operand)} fi`,
    '    ;;'
  ].join('\n')
}

function bashValues(completes: Completion | 'command' | null): string {
  const offer = (how: string): string => `compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen ${how} -- "$cur");`
  switch (completes) {
    case null:
      return ':;'
    case 'file':
      return offer('-f')
    case 'folder':
      return offer('-d')
    case 'recording':
      return `compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -X '!*.fscope' -- "$cur"; compgen -d -- "$cur");`
    case 'command':
      return `mapfile -t COMPREPLY < <(compgen -c -- "$cur"; compgen -f -- "$cur");`
    case 'pid':
      return `mapfile -t COMPREPLY < <(compgen -W "$(ps -eo pid= 2>/dev/null)" -- "$cur");`
    default:
      return `mapfile -t COMPREPLY < <(compgen -W '${completes.join(' ')}' -- "$cur");`
  }
}

// zsh

function layoutZsh(): string {
  return `#compdef forkscope
# Completions of forkscope for zsh, made by “forkscope completion zsh”.
_forkscope() {
  local -a commands
  commands=(
${commandNames.map(name => `    ${quote(`${name}:${commandTable[name].about}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commandNames.map(zshCommand).join('\n')}
    help) _describe command commands ;;
  esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _forkscope "$@"; else compdef _forkscope forkscope; fi
`
}

function zshCommand(name: CommandName): string {
  const { operand } = commandTable[name]
  const rows = [...optionsOf(name).map(zshOption), ...(operand === null ? [] : [quote(operand === 'command' ? '*::command:_normal' : `*:${zshAction(operand)}`)])]
  return [`    ${name})`, '      _arguments -s \\', rows.map(row => `        ${row}`).join(' \\\n'), '      ;;'].join('\n')
}

function zshOption([name, row]: readonly [string, OptionRow]): string {
  const words = `[${row.about.replaceAll(/[[\]\\:]/g, '\\$&')}]${row.type === 'string' ? `:${row.value ?? 'VALUE'}${row.completes === undefined ? ':' : `:${zshAction(row.completes).replace(/^[^:]*:/, '')}`}` : ''}`
  if (row.multiple) return quote(`*--${name}${words}`)
  if (row.short === undefined) return quote(`--${name}${words}`)
  return `${quote(`(-${row.short} --${name})`)}{-${row.short},--${name}}${quote(words)}`
}

/** 'what it is:what offers it'. */
function zshAction(completes: Completion): string {
  switch (completes) {
    case 'file':
      return 'any file:_files'
    case 'folder':
      return 'folder:_files -/'
    case 'recording':
      return 'recording:_files -g "*.fscope"'
    case 'pid':
      return 'process:_pids'
    default:
      return `value:(${completes.join(' ')})`
  }
}

// fish

function layoutFish(): string {
  const lines = commandNames.flatMap(name => {
    const { about, operand } = commandTable[name]
    const seen = `-n '__fish_seen_subcommand_from ${name}'`
    return [
      `complete -c forkscope -n __fish_use_subcommand -f -a ${name} -d ${quote(about)}`,
      ...optionsOf(name).map(([option, row]) => `complete -c forkscope ${seen}${row.short === undefined ? '' : ` -s ${row.short}`} -l ${option}${row.type === 'string' ? ` ${fishValues(row.completes ?? null)}` : ' -f'} -d ${quote(row.about)}`),
      ...(operand === null || operand === 'command' ? [] : [`complete -c forkscope ${seen} ${fishValues(operand)}`])
    ]
  })
  return ['# Completions of forkscope for fish, made by “forkscope completion fish”.', ...lines, `complete -c forkscope -n '__fish_seen_subcommand_from help' -f -a '${commandNames.join(' ')}'`, ''].join('\n')
}

function fishValues(completes: Completion | null): string {
  switch (completes) {
    case null:
      return '-x'
    case 'file':
      return '-r -F'
    case 'folder':
      return `-x -a '(__fish_complete_directories)'`
    case 'recording':
      return `-k -x -a '(__fish_complete_suffix .fscope)'`
    case 'pid':
      return `-x -a '(__fish_complete_pids)'`
    default:
      return `-x -a '${completes.join(' ')}'`
  }
}

/** A word in single quotes, for every shell alike: none of ours may hold one. */
const quote = (text: string): string => `'${text.replaceAll("'", '’')}'`
