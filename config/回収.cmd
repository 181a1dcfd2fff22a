@echo off
gyokaku run -C "%~dp0." %*
pause
