#pragma once

#include "app/cli/Interruption.h"
#include "core/base/Error.h"

#include <QCoreApplication>
#include <QTimer>

#include <functional>
#include <optional>

namespace cli {

/// Runs the program's event loop until what is started has called back; Refused when Ctrl-C comes first.
template <class T>
[[nodiscard]] core::Result<T> awaited(const std::function<void(std::function<void(core::Result<T>)>)> &start)
{
    std::optional<core::Result<T>> result;
    const Interruption interruption;
    QTimer interrupt;
    QObject::connect(&interrupt, &QTimer::timeout, qApp, [&interruption] {
        if (interruption.isAsked())
            QCoreApplication::exit();
    });
    interrupt.start(50);
    // From inside the loop, which alone can be ended.
    QTimer::singleShot(0, &interrupt, [&] {
        start([&result](core::Result<T> outcome) {
            result = std::move(outcome);
            QCoreApplication::exit();
        });
    });
    QCoreApplication::exec();
    return result ? std::move(*result) : core::Result<T>(core::failure(core::ErrorCode::Refused, "interrupted"));
}

} // namespace cli
