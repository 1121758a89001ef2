#!/bin/sh
# 离线安装 mstrack：不用联网，不用编译器，不用管理员。说明见 安装说明.txt。
# Installs mstrack without a network: ./install.sh [FOLDER]
set -eu
folder=${1:-$HOME/.local/share/mstrack}
case $folder in /*) ;; *) folder=$PWD/$folder ;; esac
unset CDPATH PYTHONHOME PYTHONPATH
cd "$(dirname "$0")"

if command -v sha256sum >/dev/null 2>&1; then
    sha256sum --quiet -c SHA256SUMS || { echo "安装包不完整，请重新复制。The kit is damaged: copy it again." >&2; exit 1; }
fi
python=
for one in python3.13 python3.12 python3.11 python3; do
    if command -v "$one" >/dev/null 2>&1 &&
        "$one" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
        python=$one
        break
    fi
done
if [ -z "$python" ]; then
    if other=$(python3 --version 2>/dev/null); then
        echo "这里的 $other 不能用。It does not fit: $other" >&2
    fi
    echo "需要 Python 3.11、3.12 或 3.13；没有的话，请用免安装版 mstrack-linux。" >&2
    echo "Python 3.11, 3.12 or 3.13 is needed; without one, take the bundle mstrack-linux." >&2
    exit 1
fi
if [ -e "$folder" ] && [ ! -e "$folder/pyvenv.cfg" ] && [ -n "$(ls -A "$folder")" ]; then
    echo "$folder 已有别的内容，请另写一个文件夹：./install.sh 文件夹。It holds something else: name another." >&2
    exit 1
fi
# pip 取自安装包：有的系统不带 ensurepip。pip comes from the kit: some systems have no ensurepip.
"$python" -m venv --without-pip "$folder" || {
    echo "写不进 $folder，请另写一个文件夹：./install.sh 文件夹。It cannot be written: name another." >&2
    exit 1
}
set -- wheels/pip-*.whl
"$folder/bin/python" "$1/pip" --isolated install --quiet --no-index --find-links wheels --disable-pip-version-check \
    --upgrade mstrack || {
    echo "没有装好，原因见上。本包的库只能在 x86_64、aarch64 上、glibc 2.28 以上用，这里是 $(uname -m)；龙芯见 安装说明.txt 第六条。" >&2
    echo "Not installed, see above: the libraries are for x86_64 and aarch64 with glibc 2.28 or newer; this is $(uname -m)." >&2
    exit 1
}
echo "已安装 Installed: $("$folder/bin/mstrack" version)"
echo "运行 Run: $folder/bin/mstrack"
