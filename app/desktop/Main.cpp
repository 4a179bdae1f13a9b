#include "app/desktop/Profiles.h"
#include "app/desktop/Tour.h"
#include "app/support/DataDir.h"
#include "app/support/DataLock.h"
#include "app/support/ProfileStore.h"
#include "app/support/RunSetup.h"
#include "core/engine/ControlServer.h"
#include "core/engine/EngineThread.h"
#include "ui/mainwindow/StartFailure.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLibraryInfo>
#include <QTranslator>

#include <cstdio>

namespace {

struct Options {
    QString dataDir;
    QString profile;
    QString tour;
    bool resetsLayout = false;
};

Options optionsOf(const QCoreApplication &application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Countersign: signals become proposals, and nothing is sent that its owner has not countersigned."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption dataDir(QStringLiteral("data-dir"),
                                     QCoreApplication::translate("main", "Where everything is kept."), QStringLiteral("DIR"));
    const QCommandLineOption profile(QStringLiteral("profile"),
                                     QCoreApplication::translate("main", "A profile's name or file; by default the one chosen in the settings, else demo."),
                                     QStringLiteral("P"));
    const QCommandLineOption tour(QStringLiteral("tour"),
                                  QCoreApplication::translate("main", "Play the demo by itself and leave pictures."),
                                  QStringLiteral("DIR"));
    const QCommandLineOption reset(QStringLiteral("reset-layout"),
                                   QCoreApplication::translate("main", "Start with the default layout."));
    parser.addOptions({dataDir, profile, tour, reset});
    parser.process(application);
    const auto given = parser.isSet(dataDir) ? std::optional(parser.value(dataDir).toStdString()) : std::nullopt;
    return {QString::fromStdString(app::dataDir(given)), parser.value(profile), parser.value(tour), parser.isSet(reset)};
}

QString windowFile(const Options &options)
{
    return options.dataDir + QStringLiteral("/window.ini");
}

/// What was asked for, else what was chosen on the settings page; a tour always plays the demo.
QString profileOf(const Options &options)
{
    const QString demo = QStringLiteral("demo");
    const QString chosen = options.tour.isEmpty() ? ui::loadWindowSettings(windowFile(options)).profile : demo;
    return !options.profile.isEmpty() ? options.profile : chosen.isEmpty() ? demo : chosen;
}

/// How one run of the window ended: with the program, or with another profile to go on with.
struct Ending {
    int code = 0;
    std::optional<QString> nextProfile{};
};

/// Says why the program cannot start: in a window for a person, on stderr for a script.
Ending refuse(const core::Error &error, const Options &options)
{
    std::fprintf(stderr, "countersign: %s\n", core::describe(error).c_str());
    if (!options.tour.isEmpty())
        return {2};
    const ui::WindowSettings settings = ui::loadWindowSettings(windowFile(options));
    ui::applyTheme(settings.look.theme, settings.look.fontScale, settings.look.pair);
    const bool isProfiles = ui::troubleOf(error) == ui::Trouble::ProfileProblem;
    ui::StartFailure window(error, isProfiles && options.profile != QStringLiteral("demo"));
    window.show();
    QApplication::exec();
    switch (window.choice()) {
    case ui::StartFailure::Choice::Retry: return {0, options.profile};
    case ui::StartFailure::Choice::Demo: return {0, QStringLiteral("demo")};
    case ui::StartFailure::Choice::Quit: break;
    }
    return {2};
}

core::Result<core::HostSetup> setupFor(const Options &options)
{
    auto profile = app::openProfile(options.profile.toStdString(), options.dataDir.toStdString());
    if (!profile)
        return core::failure(profile.error());
    app::RunRequest request;
    request.profile = std::move(*profile);
    request.dataDir = options.dataDir;
    return app::prepareRun(request);
}

/// The language of the system where it is built in; English otherwise.
void loadTranslations(QApplication &application)
{
    for (const QString &name : {QStringLiteral("countersign"), QStringLiteral("qtbase")}) {
        auto *translator = new QTranslator(&application);
        const QString folder = name == QStringLiteral("countersign")
                                   ? QStringLiteral(":/i18n")
                                   : QLibraryInfo::path(QLibraryInfo::TranslationsPath);
        if (translator->load(QLocale(), name, QStringLiteral("_"), folder))
            QCoreApplication::installTranslator(translator);
    }
}

/// Runs on the engine's thread once the engine does: the command line can talk to it from now on.
void openControl(core::EngineHost &host, const QString &dataDir)
{
    auto *control = new core::ControlServer(host, &host);
    if (const auto listening = control->listen(dataDir); !listening)
        std::fprintf(stderr, "countersign: %s\n", core::describe(listening.error()).c_str());
}

/// One run: engine, window and everything between, until the window closes.
Ending runOnce(const Options &options)
{
    const bool isTour = !options.tour.isEmpty();
    auto setup = setupFor(options);
    if (!setup)
        return refuse(setup.error(), options);
    const auto lock = app::DataLock::take(options.dataDir);
    if (!lock)
        return refuse(lock.error(), options);

    core::ThreadEngineClient client(
        std::move(*setup), {"owner", isTour ? "tour" : "desk"},
        [dataDir = options.dataDir](core::EngineHost &host) { openControl(host, dataDir); });
    app::Profiles profiles(options.dataDir, options.profile);
    ui::MainWindow window(client, windowFile(options));
    const auto running = app::findProfile(options.profile.toStdString(), options.dataDir.toStdString());
    window.setContext({.profiles = &profiles,
                       .runningProfile = running ? QString::fromStdString(*running) : QString(),
                       .nextProfile = {},
                       .dataDir = options.dataDir});
    if (options.resetsLayout)
        window.resetLayout();
    if (isTour)
        window.resize(1600, 1000);
    window.show();

    app::Tour tour(client, window, options.tour, &window);
    if (isTour) // once the event loop runs, which alone can be ended
        QMetaObject::invokeMethod(&tour, &app::Tour::start, Qt::QueuedConnection);
    const int code = QApplication::exec();
    return {code, window.restartProfile()};
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("Countersign"));
    QApplication::setApplicationVersion(QStringLiteral(COUNTERSIGN_VERSION));
    loadTranslations(application);
    Options options = optionsOf(application);
    options.profile = profileOf(options);
    for (;;) {
        const Ending ending = runOnce(options);
        if (!ending.nextProfile)
            return ending.code;
        options.profile = *ending.nextProfile;
        options.resetsLayout = false;
    }
}
