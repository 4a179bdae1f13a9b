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
#include "ui/mainwindow/LiveDialog.h"
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
    bool isGivenUp = false; ///< Closed before anything ran.
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
    request.asksForTail = true; // typed into the window at every start; there is no option for it
    return request;
}

ui::LiveQuestion questionOf(const app::LiveStart &start)
{
    ui::LiveQuestion question{.account = QString::fromStdString(start.account),
                              .number = QString::fromStdString(start.number),
                              .equity = start.equity,
                              .limits = start.limits,
                              .limitsProblem = QString::fromStdString(start.limitsProblem),
                              .mode = start.mode,
                              .isModeLowered = start.isModeLowered};
    for (const std::string &bot : start.bots)
        question.strategies += QString::fromStdString(bot);
    return question;
}

/// The one way to real money: what a person types now. A no ends the start.
void askForTail(app::RunPreparation &preparation, ui::StartProgress &window, const app::LiveStart &start)
{
    window.showStep(QCoreApplication::translate("main", "Waiting for the end of the account's number…"));
    auto *dialog = new ui::LiveDialog(questionOf(start), &window);
    QObject::connect(dialog, &QDialog::accepted, &preparation,
                     [&preparation, dialog] { preparation.typeTail(dialog->typed().toStdString()); });
    QObject::connect(dialog, &QDialog::rejected, &window, &QWidget::close);
    dialog->open();
}

/// A run that may begin.
struct Prepared {
    core::Result<core::HostSetup> setup;
    QString whyDemo{}; ///< In the place of paper; empty = it is what the profile says.
};

/// Asks the venue behind a window that can be closed; nothing when it was.
std::optional<Prepared> askVenue(const app::RunRequest &request, const Options &options, core::SecretStore &secrets)
{
    std::optional<Prepared> outcome;
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
    QObject::connect(&preparation, &RunPreparation::tailWanted, &window, [&](const app::LiveStart &start) {
        askForTail(preparation, window, start);
    });
    window.show();
    preparation.start([&](core::Result<core::HostSetup> setup) {
        outcome = Prepared{std::move(setup), preparation.whyDemo()};
        window.close(); // the last window: the loop ends
    });
    QApplication::exec();
    return outcome;
}

std::optional<Prepared> setupFor(const Options &options, core::SecretStore &secrets)
{
    const auto request = requestOf(options);
    if (!request)
        return Prepared{core::failure(request.error())};
    if (request->needsVenue())
        return askVenue(*request, options, secrets);
    return Prepared{app::prepareRun(*request)};
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

core::ProxyChoice proxyOf(const Options &options)
{
    const auto profile = app::openProfile(options.profile.toStdString(), options.dataDir.toStdString());
    return profile ? profile->proxy : core::ProxyChoice{};
}

/// One run: engine, window and everything between, until the window closes.
Ending runOnce(const Options &options, core::SecretStore &secrets)
{
    const bool isTour = !options.tour.isEmpty();
    auto prepared = setupFor(options, secrets);
    if (!prepared)
        return {.code = 2, .isGivenUp = true};
    auto &setup = prepared->setup;
    if (!setup)
        return refuse(setup.error(), options);
    const auto lock = app::DataLock::take(options.dataDir);
    if (!lock)
        return refuse(lock.error(), options);

    core::ThreadEngineClient client(
        std::move(*setup), {"owner", isTour ? "tour" : "desk"},
        [dataDir = options.dataDir](core::EngineHost &host) { openControl(host, dataDir); });
    app::Profiles profiles(options.dataDir, options.profile);
    app::Accounts accounts(secrets, options.addresses, proxyOf(options), app::systemVariables());
    ui::MainWindow window(client, windowFile(options));
    const auto running = app::findProfile(options.profile.toStdString(), options.dataDir.toStdString());
    window.setContext({.profiles = &profiles,
                       .runningProfile = running ? QString::fromStdString(*running) : QString(),
                       .nextProfile = {},
                       .dataDir = options.dataDir,
                       .accounts = &accounts});
    if (!prepared->whyDemo.isEmpty())
        window.sayWhyDemo(prepared->whyDemo);
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
    std::optional<Options> before; // of the run that was left for this one
    for (;;) {
        const Ending ending = runOnce(options, secrets);
        if (ending.isGivenUp && before) {
            options = *std::exchange(before, std::nullopt);
            continue;
        }
        if (!ending.nextProfile)
            return ending.code;
        before = options;
        if (options.profile != *ending.nextProfile)
            options.ofFirstProfile = {}; // what was asked for was about another one
        options.profile = *ending.nextProfile;
        options.destination = ending.nextDestination;
        options.resetsLayout = false;
    }
}
