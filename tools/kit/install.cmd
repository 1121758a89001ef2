@echo off
rem 离线安装 mstrack：不用联网，不用编译器，不用管理员。说明见 安装说明.txt。
rem Installs mstrack without a network: install.cmd [FOLDER]
setlocal
chcp 65001 >nul
cd /d "%~dp0"
set "folder=%~1"
if "%folder%"=="" set "folder=%LOCALAPPDATA%\mstrack"
set python=
for %%v in (3.13 3.12 3.11) do (
    if not defined python (
        py -%%v -c "" >nul 2>nul
        if not errorlevel 1 set "python=py -%%v"
    )
)
if not defined python (
    python -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))" >nul 2>nul
    if not errorlevel 1 set "python=python"
)
if not defined python (
    echo 需要 Python 3.11、3.12 或 3.13；没有的话，请用免安装版 mstrack-windows。
    echo Python 3.11, 3.12 or 3.13 is needed; without one, take the bundle mstrack-windows.
    goto failed
)
if exist "%folder%" if not exist "%folder%\pyvenv.cfg" (
    echo %folder% 已有别的内容，请另写一个文件夹：install.cmd 文件夹
    echo It holds something else: name another folder.
    goto failed
)
%python% -m venv --without-pip "%folder%"
if errorlevel 1 goto failed
for %%p in (wheels\pip-*.whl) do set "pip=wheels\%%~nxp"
"%folder%\Scripts\python.exe" "%pip%\pip" install --quiet --no-index --find-links wheels --disable-pip-version-check --upgrade mstrack
if errorlevel 1 goto failed
"%folder%\Scripts\mstrack.exe" version
if errorlevel 1 goto failed
echo 已安装，运行 Installed, run: "%folder%\Scripts\mstrack.exe"
if "%~1"=="" pause
exit /b 0

:failed
echo 没有装好。Not installed.
rem 双击运行时窗口不立即关闭。A window that a double click opened stays.
if "%~1"=="" pause
exit /b 1
