"""`mstrack completion`: the script that lets a shell complete what is typed. It changes no setting of anybody's."""

from importlib import resources
from typing import Annotated

import typer

from mstrack.cli import console
from mstrack.errors import ExitCode
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.progress import lookup

SHELLS = {
    "bash": (
        (mark("Put this line into ~/.bashrc:"), 'eval "$(mstrack completion bash)"'),
        (
            mark("Or, where bash-completion is installed, write this script to a file that is read at the first Tab:"),
            "mstrack completion bash > ~/.local/share/bash-completion/completions/mstrack",
        ),
    ),
    "zsh": (
        (mark("Put this line into ~/.zshrc, below compinit:"), 'eval "$(mstrack completion zsh)"'),
        (
            mark("Or write this script to a file _mstrack in a folder of $fpath, and start zsh anew:"),
            'mstrack completion zsh > "${fpath[1]}/_mstrack"',
        ),
    ),
    "fish": (
        (
            mark("Write this script to a file that is read at the first Tab:"),
            "mstrack completion fish > ~/.config/fish/completions/mstrack.fish",
        ),
    ),
    "powershell": (
        (mark("Open the file that PowerShell reads when it starts:"), "notepad $PROFILE"),
        (mark("Put this line into it:"), "mstrack completion powershell | Out-String | Invoke-Expression"),
        (mark("Tab takes one candidate after the other; Ctrl+Space lists them all, each with its name."), ""),
    ),
}
"""Every shell, and how its script is used: in words, and what is typed."""


def completion(
    shell: Annotated[str, typer.Argument(metavar=mark("SHELL"), help=mark("bash, zsh, fish or powershell."))],
) -> int:
    """Find the shell, print its script below the lines that say how it is used."""
    chosen = lookup.choice(shell, {name: name for name in SHELLS}, _("SHELL"), {"pwsh": "powershell"})
    script = resources.files("mstrack.cli.completion").joinpath("shells", chosen).read_text(encoding="utf-8")
    usage = "".join(f"# {_(sentence)}\n" + (f"#     {typed}\n" if typed else "") for sentence, typed in SHELLS[chosen])
    first = "#compdef mstrack\n" if chosen == "zsh" else ""  # the first line is how zsh finds what a file is for
    console.emit(f"{first}{usage}\n{script}".encode())
    return ExitCode.FINE
