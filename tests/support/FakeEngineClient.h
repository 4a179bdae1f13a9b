#pragma once

#include "core/engine/EngineClient.h"

#include <memory>
#include <utility>
#include <variant>
#include <vector>

namespace support {

/// An engine client without an engine: keeps what was sent, shows what the test gives it.
class FakeEngineClient final : public core::EngineClient {
public:
    quint64 send(const core::Command &command) override
    {
        commands.push_back(command);
        return commands.size();
    }

    void reportWindowLag(core::Duration lag) override { windowLags.push_back(lag); }

    void show(core::EngineSnapshot next)
    {
        publish(std::make_shared<const core::EngineSnapshot>(std::move(next)));
    }
    /// Answers the newest command.
    void answer(bool isDone, const QString &message, core::ErrorCode code = core::ErrorCode::Refused)
    {
        if (!isDone)
            Q_EMIT refused(commands.size(), code, message);
        Q_EMIT answered(commands.size(), isDone, message);
    }
    void lose(const QString &reason) { Q_EMIT engineLost(reason); }

    /// The newest command, if it is of that kind; else null.
    template <class Kind>
    [[nodiscard]] const Kind *last() const
    {
        return commands.empty() ? nullptr : std::get_if<Kind>(&commands.back());
    }

    std::vector<core::Command> commands;
    std::vector<core::Duration> windowLags;
};

} // namespace support
