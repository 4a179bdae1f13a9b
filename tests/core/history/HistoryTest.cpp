#include "app/cli/DataCommand.h"

#include <QCoreApplication>

#include <cstring>

// One test program for the room; each file holds one class and says how to run it.
int runBarFileTest(int argc, char **argv);
int runValidationTest(int argc, char **argv);
int runRealFilesTest(int argc, char **argv);
int runDataCommandTest(int argc, char **argv);

namespace {

/// The command as its own process, for DataCommandTest to look at from outside.
int runCommand(const std::vector<std::string> &words)
{
    const cli::Command command = cli::dataCommands().front();
    const auto arguments = cli::Arguments::parse(words, command.options);
    return arguments ? command.run(*arguments) : cli::fail(true, arguments.error());
}

} // namespace

int main(int argc, char **argv)
{
    if (argc > 1 && std::strcmp(argv[1], "data-validate") == 0)
        return runCommand({argv + 2, argv + argc});
    const QCoreApplication application(argc, argv);
    int failures = 0;
    for (auto *run : {runBarFileTest, runValidationTest, runRealFilesTest, runDataCommandTest})
        failures += run(argc, argv);
    return failures;
}
