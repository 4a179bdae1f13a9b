#include "app/desktop/Options.h"

#include "app/support/DataDir.h"
#include "app/support/Logs.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace app {

using namespace core;

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("main", text);
}

QCommandLineOption option(const char *name, const char *what, const char *value = nullptr)
{
    const QString word = QString::fromLatin1(name);
    return value ? QCommandLineOption(word, translated(what), QString::fromLatin1(value))
                 : QCommandLineOption(word, translated(what));
}

void addOptions(QCommandLineParser &parser)
{
    parser.addOptions(
        {option("data-dir", QT_TRANSLATE_NOOP("main", "Where everything is kept."), "DIR"),
         option("profile",
                QT_TRANSLATE_NOOP("main", "A profile's name or file; by default the one chosen in the settings, else demo."),
                "P"),
         option("to",
                QT_TRANSLATE_NOOP("main", "Where orders go: demo, replay, paper or live; by default where the profile says. "
                                          "Live asks for the end of the account's number, at every start."),
                "WHERE"),
         option("mode",
                QT_TRANSLATE_NOOP("main", "Who decides: manual, hybrid or auto; by default as the profile says."), "MODE"),
         option("timeframe", QT_TRANSLATE_NOOP("main", "The bars of every bot: 1m, 5m, 1h and so on."), "T"),
         option("param",
                QT_TRANSLATE_NOOP("main", "A parameter of every bot's strategy; may be given several times."),
                "NAME=VALUE"),
         option("endpoint",
                QT_TRANSLATE_NOOP("main", "Another address of a venue, such as alpaca.trading=URL; may be given several times."),
                "KEY=URL"),
         option("log-level", QT_TRANSLATE_NOOP("main", "What is written on stderr: debug, info, warning or error."), "L"),
         option("tour", QT_TRANSLATE_NOOP("main", "Play the demo by itself and leave pictures."), "DIR"),
         option("reset-layout", QT_TRANSLATE_NOOP("main", "Start with the default layout."))});
}

/// The words given to the option.
QStringList wordsOf(const QCommandLineParser &parser, const char *name)
{
    return parser.values(QString::fromLatin1(name));
}

QString wordOf(const QCommandLineParser &parser, const char *name)
{
    return parser.value(QString::fromLatin1(name));
}

Error badOption(const char *name, const std::string &message)
{
    return {ErrorCode::BadInput, message, {}, 0, name};
}

template <class T>
Result<> take(const QCommandLineParser &parser, const char *name, std::optional<T> (*parse)(std::string_view),
              std::optional<T> &into)
{
    const std::string word = wordOf(parser, name).toStdString();
    if (word.empty())
        return {};
    into = parse(word);
    return into ? Result<>() : Result<>(failure(badOption(name, "\"" + word + "\" is not known")));
}

Result<> takeParameters(const QCommandLineParser &parser, Options &options)
{
    for (const QString &word : wordsOf(parser, "param")) {
        const qsizetype equals = word.indexOf(QLatin1Char('='));
        if (equals <= 0)
            return failure(badOption("param", "--param needs NAME=VALUE, not \"" + word.toStdString() + "\""));
        options.ofFirstProfile.parameters[word.left(equals).toStdString()] = word.mid(equals + 1).toStdString();
    }
    return {};
}

Result<> takeAddresses(const QCommandLineParser &parser, Options &options)
{
    std::vector<std::string> words;
    for (const QString &word : wordsOf(parser, "endpoint"))
        words.push_back(word.toStdString());
    auto addresses = parseAddresses(words);
    if (!addresses)
        return failure(addresses.error());
    options.addresses = std::move(*addresses);
    return {};
}

Result<> takeLevel(const QCommandLineParser &parser)
{
    const QString level = wordOf(parser, "log-level");
    return level.isEmpty() ? Result<>() : setLogLevel(level.toStdString());
}

} // namespace

Result<Options> readOptions(const QCoreApplication &application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(translated(QT_TRANSLATE_NOOP(
        "main", "Countersign: signals become proposals, and nothing is sent that its owner has not countersigned.")));
    parser.addHelpOption();
    parser.addVersionOption();
    addOptions(parser);
    parser.process(application);
    const QString given = wordOf(parser, "data-dir");
    Options options;
    options.dataDir =
        QString::fromStdString(dataDir(given.isEmpty() ? std::nullopt : std::optional(given.toStdString())));
    options.profile = wordOf(parser, "profile");
    options.tour = wordOf(parser, "tour");
    options.resetsLayout = parser.isSet(QStringLiteral("reset-layout"));
    for (const Result<> &taken :
         {take(parser, "to", parseDestination, options.destination),
          take(parser, "mode", parseDecisionMode, options.ofFirstProfile.mode),
          take(parser, "timeframe", parseTimeframe, options.ofFirstProfile.timeframe), takeParameters(parser, options),
          takeAddresses(parser, options), takeLevel(parser)})
        if (!taken)
            return failure(taken.error());
    return options;
}

} // namespace app
