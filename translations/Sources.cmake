# Languages, and where their strings are looked for. Globbing is fine here: a file missed by lupdate shows
# up as an English word, never as a broken build.
set(COUNTERSIGN_TS_FILES ${CMAKE_SOURCE_DIR}/translations/countersign_en.ts)
file(GLOB_RECURSE COUNTERSIGN_TR_SOURCES CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/ui/*.cpp ${CMAKE_SOURCE_DIR}/ui/*.h ${CMAKE_SOURCE_DIR}/app/desktop/*.cpp)
