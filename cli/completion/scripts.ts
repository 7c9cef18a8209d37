/** The lines of a shell's script. Not one text: half of it would be escapes. */
const script = (...lines: readonly string[]): string => lines.join("\n");

/** Each asks `seatkeeper complete` for what may follow, so that it stays right when the command changes. */
export const COMPLETION_SCRIPTS = {
  bash: script(
    "_seatkeeper() {",
    "  local line",
    "  COMPREPLY=()",
    "  while IFS= read -r line; do",
    `    COMPREPLY+=("\${line%%$'\\t'*}")`,
    '  done < <(seatkeeper complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)',
    "}",
    "complete -o default -F _seatkeeper seatkeeper",
  ),
  zsh: script(
    "#compdef seatkeeper",
    "_seatkeeper() {",
    "  local line value",
    "  local -a found",
    '  for line in "${(@f)$(seatkeeper complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do',
    "    value=${line%%$'\\t'*}",
    "    [[ -n $value ]] && found+=(\"${value//:/\\\\:}:${line#*$'\\t'}\")",
    "  done",
    "  if (( $#found )); then _describe seatkeeper found; else _files; fi",
    "}",
    'if [[ $funcstack[1] == _seatkeeper ]]; then _seatkeeper "$@"; else compdef _seatkeeper seatkeeper; fi',
  ),
  fish: script(
    "function __seatkeeper_complete",
    "  set -l words (commandline -opc)",
    "  set -l current (commandline -ct)",
    '  set -l found (seatkeeper complete -- $words[2..-1] "$current" 2>/dev/null)',
    "  if test (count $found) -gt 0",
    "    printf '%s\\n' $found",
    "  else",
    '    __fish_complete_path "$current"',
    "  end",
    "end",
    "complete -c seatkeeper -f -a '(__seatkeeper_complete)'",
  ),
} as const;

export type Shell = keyof typeof COMPLETION_SCRIPTS;
