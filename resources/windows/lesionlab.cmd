@echo off
rem LesionLab's command line: the core on the Node that came with it.
setlocal
set "NODE_OPTIONS="
set "NODE_PATH="
set "LESIONLAB_ELECTRON=%~dp0..\LesionLab.exe"
"%~dp0..\resources\program\bin\node.exe" "%~dp0..\resources\program\cli\index.js" %*
exit /b %errorlevel%
