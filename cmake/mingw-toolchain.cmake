# Builds for Windows on Debian with MinGW-w64. The SDK (Qt and the other libraries built for Windows, one
# folder) is given with -DWIN_SDK=DIR; without it only the core rooms that need no Qt can be built.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(MINGW_TRIPLET x86_64-w64-mingw32)
# The -posix compilers, by name: the others have no std::thread and no std::mutex.
set(CMAKE_C_COMPILER ${MINGW_TRIPLET}-gcc-posix)
set(CMAKE_CXX_COMPILER ${MINGW_TRIPLET}-g++-posix)
set(CMAKE_RC_COMPILER ${MINGW_TRIPLET}-windres)
set(CMAKE_AR ${MINGW_TRIPLET}-gcc-ar-posix CACHE FILEPATH "")
set(CMAKE_RANLIB ${MINGW_TRIPLET}-gcc-ranlib-posix CACHE FILEPATH "")

# ONLY keeps the host's Qt and other libraries out of the Windows build.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES WIN_SDK)
set(CMAKE_FIND_ROOT_PATH /usr/${MINGW_TRIPLET})
if(WIN_SDK)
  list(PREPEND CMAKE_FIND_ROOT_PATH ${WIN_SDK})
  list(APPEND CMAKE_PREFIX_PATH ${WIN_SDK})
  # moc, rcc, lrelease: Debian's own.
  set(QT_HOST_PATH /usr CACHE PATH "")
  set(QT_HOST_PATH_CMAKE_DIR /usr/lib/x86_64-linux-gnu/cmake CACHE PATH "")
endif()
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# ctest then runs the .exe files by itself.
find_program(WINE_EXECUTABLE NAMES wine64 wine)
if(WINE_EXECUTABLE AND WIN_RUN_UNDER_WINE)
  set(CMAKE_CROSSCOMPILING_EMULATOR ${WINE_EXECUTABLE})
endif()
