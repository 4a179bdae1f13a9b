#pragma once

#include "core/storage/StoredState.h"

#include <QString>
#include <QStringList>

namespace core {

/// What the store holds for an account, read before the engine starts and by the command line when
/// no engine runs. An absent database is an empty state.
[[nodiscard]] Result<StoredState> loadState(const QString &databasePath, const std::string &account);

/// A row as text, column by column; NULL is nullopt.
struct StoredRow {
    std::vector<std::pair<std::string, std::optional<std::string>>> columns;
    [[nodiscard]] std::optional<std::string> value(std::string_view column) const;
};

/// Rows of one statement with text parameters. NotFound without a database.
[[nodiscard]] Result<std::vector<StoredRow>> readRows(const QString &databasePath, const QString &statement,
                                                      const QStringList &parameters = {});

} // namespace core
