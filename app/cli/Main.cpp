#include "app/cli/AuditCommand.h"
#include "app/cli/BacktestCommand.h"
#include "app/cli/DataCommand.h"
#include "app/cli/DataStoreCommand.h"
#include "app/cli/Dispatch.h"
#include "app/cli/EngineCommands.h"
#include "app/cli/IndicatorCommand.h"
#include "app/cli/KeysCommand.h"
#include "app/cli/MetricsCommand.h"
#include "app/cli/ProfileCommand.h"
#include "app/cli/VersionCommand.h"

#include <QCoreApplication>

#include <exception>

namespace {

/// Every group of commands: one line each.
std::vector<cli::Command> allCommands()
{
    std::vector<cli::Command> all;
    for (auto *commands : {cli::versionCommands, cli::indicatorCommands, cli::dataCommands,
                           cli::dataStoreCommands, cli::backtestCommands, cli::profileCommands,
                           cli::engineCommands, cli::keysCommands,
                           cli::auditCommands, cli::metricsCommands})
        for (cli::Command &command : commands())
            all.push_back(std::move(command));
    return all;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("countersign-cli"));
    // Qt knows the words in Unicode on every system; argv does not on Windows.
    std::vector<std::string> words;
    for (const QString &word : QCoreApplication::arguments().mid(1))
        words.push_back(word.toStdString());
    try {
        return cli::dispatch(allCommands(), words);
    } catch (const std::exception &error) {
        return cli::fail(false, {.code = core::ErrorCode::Internal, .message = error.what()});
    }
}
