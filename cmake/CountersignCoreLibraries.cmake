# The libraries of the core rooms that are standard C++.
if(NOT CMAKE_CROSSCOMPILING)
  find_package(yaml-cpp REQUIRED)
  find_package(simdjson REQUIRED)
  find_package(tl-expected REQUIRED)
  find_package(Boost 1.74 REQUIRED)
  find_package(ZLIB REQUIRED)
  if(NOT TARGET yaml-cpp::yaml-cpp)
    add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
  endif()
  return()
endif()

# A cross build without an SDK. Debian has zlib for Windows, as a static library; of the others the host
# lends exactly these headers, which are the same on every system, through a folder of links of their own,
# because the host's include folder as a whole would bring its C library along. yaml-cpp and simdjson are
# more than headers: what uses them (core/settings) is compiled but cannot be linked.
set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
find_package(ZLIB REQUIRED)
set(lent_headers ${CMAKE_BINARY_DIR}/lent-headers)
file(MAKE_DIRECTORY ${lent_headers})

function(lend_headers target name)
  string(MAKE_C_IDENTIFIER LENT_${name}_DIR variable)
  find_path(${variable} ${name} PATHS /usr/include NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH REQUIRED)
  file(CREATE_LINK ${${variable}}/${name} ${lent_headers}/${name} SYMBOLIC)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} SYSTEM INTERFACE ${lent_headers})
endfunction()

lend_headers(tl::expected tl)
lend_headers(Boost::headers boost)
lend_headers(yaml-cpp::yaml-cpp yaml-cpp)
lend_headers(simdjson::simdjson simdjson.h)
