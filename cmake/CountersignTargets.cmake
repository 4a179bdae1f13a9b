# add_room(NAME [USES room…] [LINK target…] [QT] SOURCES file…): one static library per room.
# USES is the architecture: a room sees only the rooms it names. QT turns moc on; such rooms are left out
# when only the standard C++ rooms are built (COUNTERSIGN_CORE_ONLY).
# add_room_test(NAME [USES room…] [LINK target…] SOURCES file…): one test program, run by ctest.

add_library(countersign_options INTERFACE)
target_include_directories(countersign_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(countersign_options INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_FOREACH QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_KEYWORDS
  QT_DISABLE_DEPRECATED_BEFORE=0x060400)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(countersign_options INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor
    # GCC 12 sees overlaps in std::string's own concatenation that are not there (its bug 105329).
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
    $<$<BOOL:${COUNTERSIGN_WERROR}>:-Werror>)
  if(COUNTERSIGN_SANITIZE)
    target_compile_options(countersign_options INTERFACE
      -fsanitize=${COUNTERSIGN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(countersign_options INTERFACE -fsanitize=${COUNTERSIGN_SANITIZE})
  endif()
elseif(MSVC)
  target_compile_options(countersign_options INTERFACE /W4 /utf-8 /permissive- $<$<BOOL:${COUNTERSIGN_WERROR}>:/WX>)
endif()

function(add_room NAME)
  cmake_parse_arguments(ROOM "QT;UI" "" "USES;LINK;SOURCES" ${ARGN})
  if(COUNTERSIGN_CORE_ONLY AND (ROOM_QT OR ROOM_UI))
    message(STATUS "Left out, because it needs Qt: core_${NAME}")
    return()
  endif()
  set(prefix core)
  if(ROOM_UI)
    set(prefix ui)
  endif()
  add_library(${prefix}_${NAME} STATIC ${ROOM_SOURCES})
  target_link_libraries(${prefix}_${NAME} PUBLIC countersign_options)
  foreach(used IN LISTS ROOM_USES)
    target_link_libraries(${prefix}_${NAME} PUBLIC ${used})
  endforeach()
  target_link_libraries(${prefix}_${NAME} PUBLIC ${ROOM_LINK})
  if(ROOM_QT OR ROOM_UI)
    set_target_properties(${prefix}_${NAME} PROPERTIES AUTOMOC ON)
  endif()
endfunction()

function(add_room_test NAME)
  cmake_parse_arguments(TEST "" "" "USES;LINK;SOURCES" ${ARGN})
  add_executable(${NAME} ${TEST_SOURCES})
  set_target_properties(${NAME} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_link_libraries(${NAME} PRIVATE ${TEST_USES} ${TEST_LINK} Qt6::Test)
  target_compile_definitions(${NAME} PRIVATE
    COUNTERSIGN_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
    COUNTERSIGN_SHARED_DIR="${CMAKE_SOURCE_DIR}/../shared")
  add_test(NAME ${NAME} COMMAND ${NAME})
  set_tests_properties(${NAME} PROPERTIES TIMEOUT 600
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;RC_PARAMS=seed=20260131")
endfunction()
