"""One test that lists every offender, where hundreds of cases are held against one rule."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PARAM = type(pytest.param())
LONGEST_LABEL = 200
"""Characters shown of a case."""


def every(names: str | tuple[str, ...], cases: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Hold each case against a test and fail once, with a line for each case that broke it.

    It is written like pytest.mark.parametrize, costs one test instead of one a case, and stacks likewise. The
    fixtures are made once for all cases, so a case must leave nothing behind that spoils the next.
    """
    names = (names,) if isinstance(names, str) else names
    arguments = [(_label(case), _by_name(names, case)) for case in cases]
    if not arguments:
        raise ValueError("a test without cases cannot fail")

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(test)

        @functools.wraps(test)
        def all_cases(**fixtures: Any) -> None:
            errors = [(label, error) for label, case in arguments if (error := _failure(test, fixtures | case))]
            if errors:
                lines = [f"{label}: {type(error).__name__}: {error}" for label, error in errors]
                message = f"{len(errors)} of {len(arguments)} cases fail; the traceback above is that of the first\n"
                raise AssertionError(message + "\n".join(lines)) from errors[0][1]

        kept = [parameter for name, parameter in signature.parameters.items() if name not in names]
        all_cases.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
        return all_cases

    return decorate


def _label(case: Any) -> str:
    """Return what a case is called in the list: its id, else its values."""
    text = str(case.id) if isinstance(case, PARAM) and case.id else repr(case)
    return text if len(text) <= LONGEST_LABEL else f"{text[:LONGEST_LABEL]}…"


def _by_name(names: tuple[str, ...], case: Any) -> dict[str, Any]:
    """Return the arguments of a case; several come as a tuple or as a pytest.param."""
    values = case.values if isinstance(case, PARAM) else (case if len(names) > 1 else (case,))
    return dict(zip(names, values, strict=True))


def _failure(test: Callable[..., None], arguments: dict[str, Any]) -> BaseException | None:
    """Return what a test of one case failed with."""
    try:
        test(**arguments)
    except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001  every way to fail is listed
        return error
    return None
