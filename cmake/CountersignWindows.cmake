# add_windows_details(TARGET DESCRIPTION): what Windows shows of a program (icon, version) and how it treats
# it (manifest: sharp on every screen, long paths, UTF-8). Does nothing on other systems.
function(add_windows_details target description)
  if(NOT WIN32)
    return()
  endif()
  set(resources ${CMAKE_SOURCE_DIR}/resources/windows)
  set(script ${CMAKE_CURRENT_BINARY_DIR}/${target}.rc)
  configure_file(${resources}/program.rc.in ${script} @ONLY)
  target_sources(${target} PRIVATE ${script})
  set_source_files_properties(${script} PROPERTIES INCLUDE_DIRECTORIES ${resources}
    OBJECT_DEPENDS "${resources}/countersign.manifest;${resources}/countersign.ico")
  if(MSVC)
    target_link_options(${target} PRIVATE /MANIFEST:NO) # the script brings one
  endif()
endfunction()
