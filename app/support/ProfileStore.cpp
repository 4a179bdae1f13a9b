#include "app/support/ProfileStore.h"

#include "app/support/EngineFromProfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <map>

/// A resource of a static library is registered by hand; the macro must stand outside namespaces.
static void registerShippedProfiles()
{
    Q_INIT_RESOURCE(profiles);
}

namespace app {

using core::ErrorCode;
using core::failure;

namespace {

const QString shippedFolder = QStringLiteral(":/profiles");

/// Profiles of a folder by name.
std::map<std::string, std::string> profilesIn(const QString &folder)
{
    std::map<std::string, std::string> found;
    const QFileInfoList files = QDir(folder).entryInfoList({QStringLiteral("*.yaml")}, QDir::Files);
    for (const QFileInfo &file : files)
        found.emplace(file.completeBaseName().toStdString(), file.filePath().toStdString());
    return found;
}

/// The owner's profiles and, under names that are still free, the shipped ones.
std::map<std::string, std::string> allProfiles(const std::string &dataDir)
{
    registerShippedProfiles();
    auto all = profilesIn(QString::fromStdString(dataDir) + QStringLiteral("/profiles"));
    all.merge(profilesIn(shippedFolder));
    return all;
}

bool isShipped(const std::string &path)
{
    return path.starts_with(":/");
}

core::ProfileReading read(const std::string &path)
{
    if (!isShipped(path))
        return core::readProfile(path);
    registerShippedProfiles();
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return {.profile = std::nullopt,
                .problems = {{path, 0, {}, "there is no such shipped profile"}}};
    return core::parseProfile(file.readAll().toStdString(), path);
}

core::Error asError(const core::ProfileProblem &problem)
{
    return {.code = ErrorCode::BadInput,
            .message = problem.message,
            .file = problem.file,
            .line = problem.line,
            .field = problem.field};
}

} // namespace

std::vector<ListedProfile> listProfiles(const std::string &dataDir)
{
    std::vector<ListedProfile> listed;
    for (const auto &[name, path] : allProfiles(dataDir))
        listed.push_back({.name = name,
                          .path = path,
                          .isShipped = isShipped(path),
                          .isOk = loadProfile(path).problems.empty()});
    return listed;
}

core::Result<std::string> findProfile(const std::string &nameOrPath, const std::string &dataDir)
{
    const auto all = allProfiles(dataDir);
    if (const auto found = all.find(nameOrPath); found != all.end())
        return found->second;
    if (QFileInfo(QString::fromStdString(nameOrPath)).isFile())
        return nameOrPath;
    std::string names;
    for (const auto &[name, path] : all)
        names += (names.empty() ? "" : ", ") + name;
    return failure(core::Error{.code = ErrorCode::NotFound,
                               .message = "there is no profile or file \"" + nameOrPath +
                                          "\"; profiles: " + names,
                               .field = "profile"});
}

core::ProfileReading loadProfile(const std::string &path)
{
    core::ProfileReading reading = read(path);
    if (!reading.profile)
        return reading;
    reading.problems = checkAgainstCatalogue(*reading.profile);
    if (isShipped(path) && reading.profile->destination == core::Destination::Live)
        reading.problems.push_back({path, reading.profile->lines["destination"], "destination",
                                    "a shipped profile may not make live its default"});
    if (!reading.problems.empty())
        reading.profile.reset();
    return reading;
}

core::Result<core::Profile> openProfile(const std::string &nameOrPath, const std::string &dataDir)
{
    const auto path = findProfile(nameOrPath, dataDir);
    if (!path)
        return failure(path.error());
    core::ProfileReading reading = loadProfile(*path);
    if (!reading.profile)
        return failure(asError(reading.problems.front()));
    return std::move(*reading.profile);
}

} // namespace app
