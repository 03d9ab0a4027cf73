# Debian packages: cmake --preset package && cmake --build --preset package. Needs dpkg-dev.
# Three of them, as Debian has it: the program, the library, and what is needed to build with that. What they depend on
# dpkg-shlibdeps reads from what they link to.
set(LIBRARY_PACKAGE libccascope${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ccascope)
set(CPACK_PACKAGE_CONTACT "The ccascope developers <ccascope@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL program library development)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME ccascope)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION
    "Compares the activations of networks, checkpoints, layers and timesteps by canonical correlation analysis (mean CCA, \
SVCCA, PWCCA), linear CKA and others: in a terminal, or as text, pictures, CSV and JSON.")

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME ${LIBRARY_PACKAGE})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "The measures and the reading of arrays as a shared library.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libccascope-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "${LIBRARY_PACKAGE} (= ${PROJECT_VERSION})")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "Headers and pkg-config file of the shared library.")

foreach(part program library development)
    string(TOUPPER ${part} name)
    install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${CPACK_DEBIAN_${name}_PACKAGE_NAME}
            RENAME copyright COMPONENT ${part})
endforeach()

# Without it the packages would say that they need nothing.
find_program(DPKG_SHLIBDEPS dpkg-shlibdeps)
if(DPKG_SHLIBDEPS)
    include(CPack)
endif()
