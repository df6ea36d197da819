@echo off
rem Starts TurboBench. TURBOBENCH_JAVA_HOME or JAVA_HOME picks the Java, TURBOBENCH_OPTS adds JVM options.
setlocal enableextensions disabledelayedexpansion

set "oldest_java=17"
set "main_class=dev.turbobench.core.cli.TurboBench"
for %%i in ("%~dp0..") do set "home=%%~fi"

rem What was asked for by name wins, then what came with this installation, then what the machine has.
if defined TURBOBENCH_JAVA_HOME (
    set "java=%TURBOBENCH_JAVA_HOME%\bin\java.exe"
    set "java_from=TURBOBENCH_JAVA_HOME"
    goto named_java
)
set "java=%home%\runtime\bin\java.exe"
if exist "%java%" goto version
if defined JAVA_HOME (
    set "java=%JAVA_HOME%\bin\java.exe"
    set "java_from=JAVA_HOME"
    goto named_java
)
set "java="
for %%i in (java.exe) do set "java=%%~$PATH:i"
if defined java goto version
set "message=no Java found: install Java %oldest_java% or later, and put it on the PATH or set JAVA_HOME"
goto fail

:named_java
if exist "%java%" goto version
set "message=%java_from% is set, but there is no program %java%"
goto fail

:version
set "text="
for /f "tokens=3" %%v in ('""%java%" -version 2^>^&1" ^| findstr /c:" version "') do if not defined text set "text=%%~v"
set "java_version="
for /f "tokens=1,2 delims=.-+_" %%a in ("%text%") do (
    set "java_version=%%a"
    if "%%a"=="1" set "java_version=%%b"
)
if not defined java_version (
    set "message=cannot tell the version of %java%"
    goto fail
)
if %java_version% lss %oldest_java% (
    set "message=needs Java %oldest_java% or later, but %java% is Java %java_version%: set JAVA_HOME to a newer one"
    goto fail
)

rem No collector threads at work while a round is measured, and room for the weights of models on the CPU.
set "collector=-XX:+UseParallelGC"
if defined TURBOBENCH_OPTS echo " %TURBOBENCH_OPTS% " | findstr /r /c:" -XX:+Use[A-Za-z0-9]*GC" >nul && set "collector="
set "jvm_options=%collector% -XX:MaxRAMPercentage=70 -XX:-UsePerfData -Dfile.encoding=UTF-8"
if %java_version% geq 24 set "jvm_options=%jvm_options% --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"

"%java%" %jvm_options% %TURBOBENCH_OPTS% "-Dturbobench.home=%home%" -cp "%home%\lib\turbobench.jar" %main_class% %*
exit /b %errorlevel%

:fail
echo turbobench: error [ENVIRONMENT_INVALID]: %message%>&2
exit /b 4
