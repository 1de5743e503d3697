"""Scripts that complete the commands and options of `trust-steps` in bash, zsh and fish."""

from argparse import Action, ArgumentParser
from collections.abc import Iterator, Mapping
from typing import Final

SHELLS: Final = ("bash", "zsh", "fish")


def completion_script(shell: str, commands: Mapping[str, ArgumentParser]) -> str:
    """Return the script of a shell, for the parser of each command."""
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](commands)


def _bash(commands: Mapping[str, ArgumentParser]) -> str:
    cases = "\n".join(f'    {name}) words="{" ".join(_words(parser))}" ;;' for name, parser in commands.items())
    return f"""\
# For ~/.bashrc: eval "$(trust-steps completion bash)"
_trust_steps() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" words="{" ".join(commands)} --help --version"
  [ "$COMP_CWORD" -gt 1 ] && case "${{COMP_WORDS[1]}}" in
{cases}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o default -F _trust_steps trust-steps
"""


def _zsh(commands: Mapping[str, ArgumentParser]) -> str:
    names = "\n".join(f"    {_quoted(f'{name}:{parser.description}')}" for name, parser in commands.items())
    cases = "\n".join(_zsh_case(name, parser) for name, parser in commands.items())
    return f"""\
#compdef trust-steps
# For ~/.zshrc, after compinit: eval "$(trust-steps completion zsh)"
_trust_steps() {{
  local -a commands=(
{names}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case "$words[2]" in
{cases}
  esac
}}
compdef _trust_steps trust-steps
"""


def _zsh_case(name: str, parser: ArgumentParser) -> str:
    options = [
        _quoted(f"{option}[{_plain(action)}]{':value:_files' if _takes_value(action) else ''}")
        for action in _options(parser)
        for option in action.option_strings
    ]
    arguments = [_quoted("*:argument:_files")]
    for action in _positionals(parser):
        if action.choices:
            arguments = [_quoted(f"2:kind:({' '.join(map(str, action.choices))})"), *arguments]
    return f"    {name}) _arguments {' '.join([*options, *arguments])} ;;"


def _fish(commands: Mapping[str, ArgumentParser]) -> str:
    lines = [
        "# For fish: trust-steps completion fish > ~/.config/fish/completions/trust-steps.fish",
        "complete -c trust-steps -n __fish_use_subcommand -l version -d 'show the version'",
    ]
    for name, parser in commands.items():
        lines.append(
            f"complete -c trust-steps -n __fish_use_subcommand -f -a {name} -d {_quoted(str(parser.description))}"
        )
        condition = f"-n '__fish_seen_subcommand_from {name}'"
        for action in _options(parser):
            flags = " ".join(
                f"{'-l' if each.startswith('--') else '-s'} {each.lstrip('-')}" for each in action.option_strings
            )
            value = " -r" if _takes_value(action) else ""
            lines.append(f"complete -c trust-steps {condition} {flags}{value} -d {_quoted(_plain(action))}")
        choices = [" ".join(map(str, action.choices)) for action in _positionals(parser) if action.choices]
        lines += [f"complete -c trust-steps {condition} -f -a '{each}'" for each in choices]
    return "\n".join(lines) + "\n"


def _words(parser: ArgumentParser) -> Iterator[str]:
    for action in _options(parser):
        yield from (option for option in action.option_strings if option.startswith("--"))
    for action in _positionals(parser):
        yield from map(str, action.choices or ())


def _options(parser: ArgumentParser) -> list[Action]:
    return [action for action in _actions(parser) if action.option_strings]


def _positionals(parser: ArgumentParser) -> list[Action]:
    return [action for action in _actions(parser) if not action.option_strings]


def _actions(parser: ArgumentParser) -> list[Action]:
    return list(parser._actions)  # noqa: SLF001 - argparse has no public way to list the options of a parser


def _takes_value(action: Action) -> bool:
    return action.nargs != 0


def _plain(action: Action) -> str:
    """Return the help without the characters that the shells give a meaning."""
    return "".join(" " if each in "[]'\"`$\\:" else each for each in action.help or "")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
