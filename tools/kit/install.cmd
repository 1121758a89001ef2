@echo off
rem Installs mstrack without a network, a compiler or an administrator: install.cmd [FOLDER]
rem Above the line with chcp no Chinese: in another code page it could swallow the end of its line.
setlocal EnableExtensions DisableDelayedExpansion
for /f "tokens=2 delims=:." %%c in ('chcp') do set "before=%%c"
chcp 65001 >nul
rem 离线安装 mstrack：不用联网，不用编译器，不用管理员。说明见 安装说明.txt。
rem The folder is taken from where the command was typed; a name may hold ( ) and &, so no block in parentheses shows it.
set "folder=%~f1"
rem Not LOCALAPPDATA\mstrack: what was typed and not filed lies there.
if "%~1"=="" set "folder=%LOCALAPPDATA%\Programs\mstrack"
if "%folder:~-1%"=="\" set "folder=%folder:~0,-1%"
rem pushd, for a share: cmd.exe cannot stand in one
pushd "%~dp0"
if not exist wheels goto :moved
set "PYTHONHOME="
set "PYTHONPATH="
set "PYTHON_MANAGER_AUTOMATIC_INSTALL=false"
set "python="
set "other="

rem Whether a Python fits is what it prints, not its exit code: a missing program, and the stub of the Store, print nothing like it.
set "outer=%PATH%"
if exist "%folder%\Scripts\python.exe" set "PATH=%folder%\Scripts;%PATH%"
if exist "%folder%\Scripts\python.exe" call :try python
set "installed=%python%"
if not defined installed set "PATH=%outer%"
if not defined python call :try py -3.13
if not defined python call :try py -3.12
if not defined python call :try py -3.11
if not defined python call :try python
if not defined python goto :missing
if not exist SHA256SUMS goto :damaged
%python% -c "import hashlib, os, sys; lines = [one.split('  ', 1) for one in open('SHA256SUMS', encoding='utf-8').read().splitlines()]; sys.exit(any(not os.path.isfile(name) or hashlib.sha256(open(name, 'rb').read()).hexdigest() != digest for digest, name in lines))"
if errorlevel 1 goto :damaged
if defined installed goto :install
if exist "%folder%\pyvenv.cfg" goto :make
set "used="
rem %%: the command of a for is read by another cmd.exe, which would take a % in the folder's name for a variable.
for /f "delims=" %%f in ('dir /a /b "%%folder%%" 2^>nul') do set "used=1"
if defined used goto :used

:make
%python% -m venv --without-pip "%folder%"
if errorlevel 1 goto :unwritable
if not exist "%folder%\Scripts\python.exe" goto :unwritable

:install
rem All of it anew: what another version of Python left in the folder cannot be loaded.
for %%p in (wheels\pip-*.whl) do set "pip=wheels\%%~nxp"
"%folder%\Scripts\python.exe" "%pip%\pip" --isolated install --quiet --no-index --find-links wheels --disable-pip-version-check --force-reinstall mstrack
if errorlevel 1 goto :running
"%folder%\Scripts\mstrack.exe" version
if errorlevel 1 goto :failed
echo 已安装，运行 Installed, run: "%folder%\Scripts\mstrack.exe"
set "code=0"
goto :end

:try
rem Another version is remembered, to be named.
for /f "tokens=1-3" %%a in ('%* -c "import sys, sysconfig; print(sys.version_info[:2] in [(3, 11), (3, 12), (3, 13)] and sysconfig.get_platform() in sys.argv, sys.version.split()[0], sysconfig.get_platform())" win-amd64 2^>nul') do (
    if "%%a"=="True" set "python=%*"
    if "%%a"=="False" set "other=%%b %%c"
)
exit /b 0

:moved
echo 打不开安装包所在的文件夹。The folder of this kit cannot be opened: "%~dp0"
goto :failed

:missing
if defined other echo 这里的 Python 是 %other%，不能用。Python is here, and does not fit: %other%
echo 需要 Python 3.11、3.12 或 3.13（64 位）；没有的话，请用免安装版 mstrack-windows。
echo Python 3.11, 3.12 or 3.13 ^(64 bit^) is needed; without one, take the bundle mstrack-windows.
goto :failed

:damaged
echo 安装包不完整，请重新复制。The kit is damaged: copy it again.
goto :failed

:used
echo 这个文件夹已有别的内容，请另写一个：install.cmd 文件夹
echo It holds something else, name another folder: "%folder%"
goto :failed

:unwritable
echo 写不进这个文件夹，请另写一个：install.cmd 文件夹
echo It cannot be written, name another folder: "%folder%"
goto :failed

:running
echo 没有写全。mstrack 正在运行的话，请先关掉它，再装一次。
echo Not all was written. If mstrack is running, close it and install again.

:failed
echo 没有装好。Not installed.
set "code=1"

:end
popd
rem 双击运行时窗口不立即关闭。A window that a double click opened stays.
if "%~1"=="" pause
chcp %before% >nul
exit /b %code%
