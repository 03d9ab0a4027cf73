# The engine and the manifests as a shared library: libccascope.so, its headers as <ccascope/...>, and ccascope.pc.
set(PUBLIC_HEADERS config/diagnostics.h config/experiment.h config/manifest.h config/measure.h config/palette.h
    engine/array.h engine/basis.h engine/bootstrap.h engine/comparison.h engine/element.h engine/error.h engine/look.h engine/representation.h
    engine/study.h)

add_library(ccascope_shared SHARED $<TARGET_OBJECTS:ccascope_config> $<TARGET_OBJECTS:ccascope_engine>)
target_link_libraries(ccascope_shared PRIVATE ccascope_flags $<TARGET_PROPERTY:ccascope_engine,LINK_LIBRARIES>)
target_link_options(ccascope_shared PRIVATE -Wl,--version-script=${CMAKE_CURRENT_SOURCE_DIR}/ccascope.map)
# Before version 1, each minor version has an interface of its own.
set_target_properties(ccascope_shared PROPERTIES OUTPUT_NAME ccascope VERSION ${PROJECT_VERSION}
                      SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}
                      LINK_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/ccascope.map)
install(TARGETS ccascope_shared
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library NAMELINK_COMPONENT development)

# Installed, a header includes another as <ccascope/...>: "config/..." and "engine/..." could be anybody's.
foreach(header ccascope.h ${PUBLIC_HEADERS})
    if(header STREQUAL ccascope.h)
        set(source ${CMAKE_CURRENT_SOURCE_DIR}/ccascope.h)
    else()
        set(source ${PROJECT_SOURCE_DIR}/${header})
    endif()
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
    file(READ ${source} text)
    string(REGEX REPLACE "#include \"(config|engine)/" "#include \"ccascope/\\1/" text "${text}")
    file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/include/ccascope/${header} CONTENT "${text}" @ONLY)
endforeach()
install(DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)

# The prefix is found from where the file is, so that `cmake --install --prefix` may choose it.
file(RELATIVE_PATH PREFIX_FROM_PC /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
string(REGEX REPLACE "/$" "" PREFIX_FROM_PC ${PREFIX_FROM_PC})
configure_file(ccascope.pc.in ccascope.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/ccascope.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
