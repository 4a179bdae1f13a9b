# Every outside library in one place.
if(COUNTERSIGN_CORE_ONLY)
  include(CountersignCoreLibraries)
  return()
endif()

# A cross build takes Qt's tools from the host. The host's rcc packs with zstd, which the Qt of an SDK may
# lack: qt_add_resources sees to that by itself, AUTORCC does not (and is not used here).
if(CMAKE_CROSSCOMPILING AND QT_HOST_PATH_CMAKE_DIR)
  set(Qt6LinguistTools_DIR ${QT_HOST_PATH_CMAKE_DIR}/Qt6LinguistTools)
endif()

find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets PrintSupport Charts Network WebSockets Sql LinguistTools)
find_package(QCustomPlotQt6 QUIET)
if(NOT TARGET QCustomPlotQt6::QCustomPlotQt6)
  find_package(QCustomPlot QUIET)
endif()
if(NOT TARGET QCustomPlotQt6::QCustomPlotQt6 AND NOT TARGET QCustomPlot::QCustomPlot)
  # vcpkg installs header and library without a package file.
  find_path(QCUSTOMPLOT_INCLUDE_DIR qcustomplot.h REQUIRED)
  find_library(QCUSTOMPLOT_LIBRARY NAMES qcustomplot2 qcustomplot QCustomPlotQt6 REQUIRED)
  add_library(QCustomPlot::QCustomPlot UNKNOWN IMPORTED)
  set_target_properties(QCustomPlot::QCustomPlot PROPERTIES
    IMPORTED_LOCATION ${QCUSTOMPLOT_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${QCUSTOMPLOT_INCLUDE_DIR}
    INTERFACE_LINK_LIBRARIES "Qt6::Widgets;Qt6::PrintSupport")
endif()
find_package(Qt6Keychain REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(simdjson REQUIRED)
find_package(tl-expected REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(ZLIB REQUIRED)
if(COUNTERSIGN_TESTS)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
  find_package(rapidcheck REQUIRED)
  if(COUNTERSIGN_BENCHMARKS)
    find_package(benchmark REQUIRED)
  endif()
endif()

# Debian's yaml-cpp 0.7 names its target without a namespace.
if(NOT TARGET yaml-cpp::yaml-cpp)
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()
