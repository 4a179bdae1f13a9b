#include "app/desktop/Tour.h"
#include "app/support/DataDir.h"
#include "app/support/DataLock.h"
#include "app/support/ProfileStore.h"
#include "app/support/RunSetup.h"
#include "core/engine/ControlServer.h"
#include "core/engine/EngineThread.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLibraryInfo>
#include <QMessageBox>
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
                                     QCoreApplication::translate("main", "A profile's name or file; default demo."),
                                     QStringLiteral("P"), QStringLiteral("demo"));
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

/// Says why the program cannot start, in a box for a person and on stderr for a script.
int refuse(const QString &why, bool asksNobody)
{
    std::fprintf(stderr, "countersign: %s\n", qPrintable(why));
    if (!asksNobody)
        QMessageBox::critical(nullptr, QCoreApplication::translate("main", "Countersign cannot start"), why);
    return 2;
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

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("Countersign"));
    QApplication::setApplicationVersion(QStringLiteral(COUNTERSIGN_VERSION));
    loadTranslations(application);
    const Options options = optionsOf(application);
    const bool isTour = !options.tour.isEmpty();

    auto setup = setupFor(options);
    if (!setup)
        return refuse(QString::fromStdString(core::describe(setup.error())), isTour);
    const auto lock = app::DataLock::take(options.dataDir);
    if (!lock)
        return refuse(QString::fromStdString(core::describe(lock.error())), isTour);

    core::ThreadEngineClient client(
        std::move(*setup), {"owner", isTour ? "tour" : "desk"},
        [dataDir = options.dataDir](core::EngineHost &host) { openControl(host, dataDir); });
    ui::MainWindow window(client, options.dataDir + QStringLiteral("/window.ini"));
    if (options.resetsLayout)
        window.resetLayout();
    if (isTour)
        window.resize(1600, 1000);
    window.show();

    app::Tour tour(client, window, options.tour, &window);
    if (isTour) // once the event loop runs, which alone can be ended
        QMetaObject::invokeMethod(&tour, &app::Tour::start, Qt::QueuedConnection);
    return QApplication::exec();
}
