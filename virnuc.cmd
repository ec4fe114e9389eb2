@echo off
rem Starts VirNuc on Windows; builds it first where it has not been built.
setlocal
set "HOME_DIR=%~dp0"
set "JAR=%HOME_DIR%pipeline\target\app\virnuc-app.jar"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
if not exist "%JAR%" (
    echo virnuc: building the program once, one to three minutes ... 1>&2
    pushd "%HOME_DIR%"
    call mvn -B -q -Dvirnuc.launch -Dmaven.test.skip=true -pl pipeline/cli -am package 1>&2
    if errorlevel 1 (
        popd
        echo virnuc: the build failed 1>&2
        exit /b 1
    )
    popd
)
"%JAVA%" -Xmx1g -XX:+UseSerialGC -Dsun.reflect.inflationThreshold=1000 -XX:Tier4InvocationThreshold=20000 -XX:Tier4MinInvocationThreshold=3000 -XX:Tier4CompileThreshold=60000 -XX:Tier4BackEdgeThreshold=160000 %VIRNUC_JAVA_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%
