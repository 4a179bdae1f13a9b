#include "app/support/LimitsStore.h"

#include "core/planning/LimitTable.h"
#include "core/settings/LimitsFile.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace app {

using namespace core;

namespace {

Error ioError(const QString &path, const QString &what)
{
    return {ErrorCode::Io, what.toStdString(), path.toStdString()};
}

Error asError(const ProfileProblem &problem)
{
    return {ErrorCode::BadInput, problem.message, problem.file, problem.line, problem.field};
}

/// Nothing when there is no file.
Result<std::optional<OwnersLimits>> readLimits(const QString &path, const Profile &profile)
{
    if (!QFileInfo::exists(path) && !QFileInfo(path).isSymLink())
        return std::optional<OwnersLimits>();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ioError(path, file.errorString()));
    // One byte more than is allowed tells a file that is too large, without reading all of it.
    const QByteArray bytes = file.read(qint64(profileSizeLimit) + 1);
    if (file.error() != QFile::NoError)
        return failure(ioError(path, file.errorString()));
    LimitsReading reading = parseOwnersLimits(bytes.toStdString(), path.toStdString());
    if (!reading.limits)
        return failure(asError(reading.problems.front()));
    if (reading.limits->profile != profile.name || reading.limits->destination != profile.destination)
        return failure(Error{ErrorCode::BadInput, "is about another profile or destination than its name says",
                             path.toStdString(), 0, "profile"});
    return std::move(reading.limits);
}

/// What was chosen against another profile than this one counts only where it is stricter.
void lay(const OwnersLimits &owners, RiskLimits &limits)
{
    for (const LimitField &field : limitFields()) {
        const auto found = owners.limits.find(std::string(field.key));
        if (found == owners.limits.end())
            continue;
        const WideDecimal ofProfile = field.read(limits);
        const ChosenLimit &chosen = found->second;
        const bool isKnown = WideDecimal(chosen.profile) == ofProfile;
        if (isKnown || isLooser(*findLimitRange(field.key), ofProfile, chosen.value))
            field.write(limits, chosen.value);
    }
}

} // namespace

QString limitsPath(const QString &dataDir, const Profile &profile)
{
    const QString name = QFileInfo(QString::fromStdString(profile.path)).completeBaseName();
    return QStringLiteral("%1/limits/%2.%3.yaml")
        .arg(dataDir, name, QString::fromLatin1(destinationName(profile.destination)));
}

void layOwnersLimitsOver(EngineSettings &settings, const Profile &profile, const QString &dataDir)
{
    settings.profileLimits = settings.limits;
    const auto owners = readLimits(limitsPath(dataDir, profile), profile);
    if (!owners) {
        settings.limitsProblem = "the limits you have set cannot be read (" + describe(owners.error()) + ")";
        return;
    }
    if (!*owners)
        return;
    lay(**owners, settings.limits);
    for (BotSettings &bot : settings.bots)
        bot.planning.collar = settings.limits.priceCollar;
}

TradingEngine::LimitsKeeper limitsKeeper(const Profile &profile, const RiskLimits &profileLimits, const QString &dataDir)
{
    const QString path = limitsPath(dataDir, profile);
    return [profile, profileLimits, path](const RiskLimits &limits, const CommandOrigin &by) -> Result<> {
        OwnersLimits owners{.profile = profile.name, .destination = profile.destination,
                            .changedAt = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString(),
                            .changedBy = by.person + " (" + by.channel + ")", .limits = {}};
        for (const LimitChange &change : changesBetween(profileLimits, limits))
            owners.limits[std::string(change.key)] = {change.after.narrowed(Rounding::HalfEven),
                                                      change.before.narrowed(Rounding::HalfEven)};
        if (!QDir().mkpath(QFileInfo(path).path()))
            return failure(ioError(path, QStringLiteral("its folder cannot be made")));
        QSaveFile file(path);
        const QByteArray text = QByteArray::fromStdString(ownersLimitsText(owners));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
            return failure(ioError(path, file.errorString()));
        return {};
    };
}

} // namespace app
