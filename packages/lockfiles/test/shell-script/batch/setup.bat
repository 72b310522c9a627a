@echo off
set VERSION=1.0
pip install ^
  colorama==0.4.6 other==%VERSION%
rem pip install no
%~dp0\venv\Scripts\pip.exe install by-path && py -3.11 -m pip install by-launcher
