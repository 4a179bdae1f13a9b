#pragma once

namespace core {

/// The README of an audit export: how to verify it on a machine that knows nothing of us.
extern const char auditExportReadme[];

/// The same as a program: Python 3, nothing but its own library.
extern const char auditExportProgram[];

} // namespace core
