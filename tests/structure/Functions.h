#pragma once

#include "tests/structure/CppText.h"

#include <optional>
#include <string>
#include <vector>

namespace structure {

struct FunctionBody {
    std::string name;     ///< As written, without scope; "lambda" for one in an initialiser.
    int line = 0;         ///< Where its declaration begins.
    int bodyLines = 0;    ///< Between the braces; the lines of the braces do not count.
    std::string comment;  ///< Directly above; may be empty.
};

struct FunctionScan {
    std::vector<FunctionBody> functions;
    std::optional<int> lostAtLine; ///< Braces that do not match there: what follows was not understood.
};

/// Every function with a body at namespace or class scope, in order, and the lambdas of initialisers
/// there. What stands inside a body (lambdas, local classes) counts as part of it.
/// Reads code, not C++: no macro is expanded and no name looked up. A head such as `f() {` behind a macro
/// without a semicolon takes the macro into its name, no more.
[[nodiscard]] FunctionScan functionsIn(const CppText &text);

} // namespace structure
