# cmake --install BUILD --prefix PREFIX: the program, what it reads (found from the program as ../share/nevus), the manual
# page and the desktop entry.
include(GNUInstallDirs)
install(TARGETS nevus RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY "${CMAKE_SOURCE_DIR}/assets/" DESTINATION ${CMAKE_INSTALL_DATADIR}/nevus PATTERN README.md EXCLUDE)
install(FILES "${CMAKE_SOURCE_DIR}/docs/nevus.1" DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES "${CMAKE_SOURCE_DIR}/docs/nevus.desktop" DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES "${CMAKE_SOURCE_DIR}/LICENSE" "${CMAKE_SOURCE_DIR}/README.md" "${CMAKE_SOURCE_DIR}/CHANGELOG.md"
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
