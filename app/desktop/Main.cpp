#include "app/desktop/Accounts.h"
#include "app/desktop/Options.h"
#include "app/desktop/Profiles.h"
#include "app/desktop/Tour.h"
#include "app/support/DataLock.h"
#include "app/support/ProfileStore.h"
#include "app/support/RunPreparation.h"
#include "core/engine/ControlServer.h"
#include "core/engine/EngineThread.h"
#include "core/settings/SystemSecretStore.h"
#include "ui/mainwindow/StartFailure.h"
#include "ui/mainwindow/StartProgress.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QTranslator>

#include <cstdio>

namespace {

using app::Options;

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
    std::optional<core::Destination> nextDestination{}; ///< Nothing: as that profile says.
};

/// Windows before the workstation look like it.
void dress(const Options &options)
{
    const ui::WindowSettings settings = ui::loadWindowSettings(windowFile(options));
    ui::applyTheme(settings.look.theme, settings.look.fontScale, settings.look.pair);
}

/// Says why the program cannot start: in a window for a person, on stderr for a script.
Ending refuse(const core::Error &error, const Options &options)
{
    std::fprintf(stderr, "countersign: %s\n", core::describe(error).c_str());
    if (!options.tour.isEmpty())
        return {2};
    dress(options);
    const ui::Trouble trouble = ui::troubleOf(error);
    const bool isDemo = options.profile == QStringLiteral("demo") && !options.destination;
    ui::StartFailure window(error, !isDemo && (trouble == ui::Trouble::ProfileProblem ||
                                               trouble == ui::Trouble::VenueNotReady));
    window.show();
    QApplication::exec();
    switch (window.choice()) {
    case ui::StartFailure::Choice::Retry: return {0, options.profile, options.destination};
    case ui::StartFailure::Choice::Demo: return {0, QStringLiteral("demo")};
    case ui::StartFailure::Choice::Quit: break;
    }
    return {2};
}

core::Result<app::RunRequest> requestOf(const Options &options)
{
    auto profile = app::openProfile(options.profile.toStdString(), options.dataDir.toStdString());
    if (!profile)
        return core::failure(profile.error());
    app::RunRequest request;
    request.profile = std::move(*profile);
    request.dataDir = options.dataDir;
    request.destination = options.destination;
    request.mode = options.ofFirstProfile.mode;
    request.timeframe = options.ofFirstProfile.timeframe;
    request.parameters = options.ofFirstProfile.parameters;
    request.addresses = options.addresses;
    if (!options.accountTail.isEmpty())
        request.accountTail = options.accountTail.toStdString();
    return request;
}

/// Asks the venue behind a window that can be closed; nothing when it was.
std::optional<core::Result<core::HostSetup>> askVenue(const app::RunRequest &request, const Options &options, core::SecretStore &secrets)
{
    std::optional<core::Result<core::HostSetup>> outcome;
    dress(options);
    ui::StartProgress window(request.goesTo());
    app::RunPreparation preparation(request, secrets, app::systemVariables());
    using app::RunPreparation;
    QObject::connect(&preparation, &RunPreparation::lookedForKeys, &window, [&window](const QString &account) {
        window.showStep(QCoreApplication::translate("main", "Looking for the keys of %1…").arg(account));
    });
    QObject::connect(&preparation, &RunPreparation::asked, &window, [&window](const QString &account, int attempt) {
        window.showStep(attempt == 1
                            ? QCoreApplication::translate("main", "Asking %1 for the account and its instruments…").arg(account)
                            : QCoreApplication::translate("main", "%1 did not answer. Attempt %2…").arg(account).arg(attempt));
    });
    QObject::connect(&preparation, &RunPreparation::warned, &window, [&window](const QString &sentence) {
        std::fprintf(stderr, "countersign: %s\n", qPrintable(sentence));
        window.showWarning(sentence);
    });
    window.show();
    preparation.start([&](core::Result<core::HostSetup> setup) {
        outcome = std::move(setup);
        window.close(); // the last window: the loop ends
    });
    QApplication::exec();
    return outcome;
}

std::optional<core::Result<core::HostSetup>> setupFor(const Options &options, core::SecretStore &secrets)
{
    const auto request = requestOf(options);
    if (!request)
        return core::failure(request.error());
    if (request->needsVenue())
        return askVenue(*request, options, secrets);
    return app::prepareRun(*request);
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
Ending runOnce(const Options &options, core::SecretStore &secrets)
{
    const bool isTour = !options.tour.isEmpty();
    auto prepared = setupFor(options, secrets);
    if (!prepared)
        return {2}; // the owner has given up waiting
    auto &setup = *prepared;
    if (!setup)
        return refuse(setup.error(), options);
    const auto lock = app::DataLock::take(options.dataDir);
    if (!lock)
        return refuse(lock.error(), options);

    core::ThreadEngineClient client(
        std::move(*setup), {"owner", isTour ? "tour" : "desk"},
        [dataDir = options.dataDir](core::EngineHost &host) { openControl(host, dataDir); });
    app::Profiles profiles(options.dataDir, options.profile);
    app::Accounts accounts(secrets, options.addresses, app::systemVariables());
    ui::MainWindow window(client, windowFile(options));
    const auto running = app::findProfile(options.profile.toStdString(), options.dataDir.toStdString());
    window.setContext({.profiles = &profiles,
                       .runningProfile = running ? QString::fromStdString(*running) : QString(),
                       .nextProfile = {},
                       .dataDir = options.dataDir,
                       .accounts = &accounts});
    if (options.resetsLayout)
        window.resetLayout();
    if (isTour)
        window.resize(1600, 1000);
    window.show();

    app::Tour tour(client, window, options.tour, &window);
    if (isTour) // once the event loop runs, which alone can be ended
        QMetaObject::invokeMethod(&tour, &app::Tour::start, Qt::QueuedConnection);
    const int code = QApplication::exec();
    return {code, window.restartProfile(), window.restartDestination()};
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("Countersign"));
    QApplication::setApplicationVersion(QStringLiteral(COUNTERSIGN_VERSION));
    loadTranslations(application);
    auto read = app::readOptions(application);
    if (!read) {
        std::fprintf(stderr, "countersign: %s\n", core::describe(read.error()).c_str());
        return 2;
    }
    Options options = std::move(*read);
    options.profile = profileOf(options);
    core::SystemSecretStore secrets(QString::fromLatin1(app::keyService));
    for (;;) {
        const Ending ending = runOnce(options, secrets);
        if (!ending.nextProfile)
            return ending.code;
        if (options.profile != *ending.nextProfile)
            options.ofFirstProfile = {}; // what was asked for was about another one
        options.profile = *ending.nextProfile;
        options.destination = ending.nextDestination;
        options.resetsLayout = false;
    }
}
