#include "app/desktop/Profiles.h"

#include "app/support/ProfileStore.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>

namespace app {

using namespace core;

namespace {

QString factsOf(const Profile &profile)
{
    QStringList instruments;
    for (const Profile::Bot &bot : profile.bots)
        if (bot.isOn)
            for (const std::string &instrument : bot.instruments)
                instruments += QString::fromStdString(instrument);
    return Profiles::tr("Orders go to: %1. Mode: %2. Trades: %3.")
        .arg(QString::fromLatin1(destinationName(profile.destination)),
             QString::fromLatin1(decisionModeName(profile.mode)), instruments.join(QStringLiteral(", ")));
}

ui::ProfileChoice choiceOf(const std::string &name, const std::string &path, bool isShipped)
{
    ui::ProfileChoice choice{.name = QString::fromStdString(name), .path = QString::fromStdString(path),
                             .description = {}, .facts = {}, .isShipped = isShipped, .problems = {}};
    ProfileReading reading = loadProfile(path);
    choice.problems = std::move(reading.problems);
    if (!reading.profile)
        return choice;
    choice.description = QString::fromStdString(reading.profile->description);
    choice.facts = factsOf(*reading.profile);
    return choice;
}

std::vector<ui::ProfileChoice> readAll(const std::string &dataDir, const std::string &running)
{
    std::vector<ui::ProfileChoice> all;
    for (const ListedProfile &listed : listProfiles(dataDir))
        all.push_back(choiceOf(listed.name, listed.path, listed.isShipped));
    const auto path = findProfile(running, dataDir);
    if (path && std::ranges::none_of(all, [&](const auto &each) { return each.path.toStdString() == *path; }))
        all.push_back(choiceOf(running, *path, false));
    return all;
}

} // namespace

Profiles::Profiles(QString dataDir, QString running, QObject *parent)
    : ProfileSource(parent), m_dataDir(std::move(dataDir)), m_running(std::move(running))
{
}

void Profiles::refresh()
{
    if (std::exchange(m_isReading, true))
        return;
    QThreadPool::globalInstance()->start(
        [self = QPointer<Profiles>(this), dataDir = m_dataDir.toStdString(), running = m_running.toStdString()] {
            auto all = readAll(dataDir, running);
            QMetaObject::invokeMethod(
                qApp,
                [self, all = std::move(all)] {
                    if (!self)
                        return; // the window has closed meanwhile
                    self->m_isReading = false;
                    Q_EMIT self->listed(all);
                },
                Qt::QueuedConnection);
        });
}

} // namespace app
