// Holds every request against Bybit's own descriptions, which lie beside the project and are read in place.
#include "tests/core/brokers/bybit/EveryRequest.h"
#include "tests/support/SharedData.h"

#include "core/json/Document.h"

#include <QDir>
#include <QTest>

#include <yaml-cpp/yaml.h>

#include <map>
#include <set>

using namespace core;
using namespace core::bybit;

namespace {

struct Described {
    std::set<std::string> query;
    std::set<std::string> body; ///< Items of a list as `request[].symbol`.
    std::set<std::string> required;
};
using Descriptions = std::map<std::string, Described>; ///< By "GET /v5/…".

/// Newer than the descriptions; in the documentation itself.
const std::set<std::string> newerPaths{"GET /v5/market/price-limit", "GET /v5/account/user-setting-config",
                                       "POST /v5/account/set-limit-px-action"};
const std::set<std::string> newerNames{
    "POST /v5/order/create marketUnit", "POST /v5/order/cancel-all orderFilter",
    "POST /v5/order/cancel-batch request[].orderFilter", "POST /v5/position/trading-stop tpslMode"};

void addFields(const YAML::Node &schema, const std::string &prefix, Described &into)
{
    for (const auto &field : schema["properties"]) {
        const auto name = prefix + field.first.as<std::string>();
        into.body.insert(name);
        if (field.second["items"])
            addFields(field.second["items"], name + "[].", into);
    }
    for (const auto &name : schema["required"])
        into.required.insert(prefix + name.as<std::string>());
}

void addOperation(const std::string &name, const YAML::Node &operation, Descriptions &into)
{
    Described &described = into[name];
    for (const auto &parameter : operation["parameters"]) {
        if (parameter["in"].as<std::string>() != "query")
            continue;
        described.query.insert(parameter["name"].as<std::string>());
        if (parameter["required"] && parameter["required"].as<bool>())
            described.required.insert(parameter["name"].as<std::string>());
    }
    if (const YAML::Node body = operation["requestBody"])
        addFields(body["content"]["application/json"]["schema"], "", described);
}

Descriptions read(const QString &folder)
{
    Descriptions descriptions;
    for (const QString &file : QDir(folder).entryList({QStringLiteral("*.yaml")}))
        for (const auto &path : YAML::LoadFile((folder + QLatin1Char('/') + file).toStdString())["paths"])
            for (const auto &operation : path.second)
                addOperation(shown(operation.first.as<std::string>()).toUpper().toStdString() + " " +
                                 path.first.as<std::string>(),
                             operation.second, descriptions);
    return descriptions;
}

void addNames(json::Value object, const std::string &prefix, std::set<std::string> &into)
{
    for (const json::Value member : object) {
        const std::string name = prefix + std::string(member.key());
        into.insert(name);
        if (member.isArray())
            for (const json::Value item : member)
                addNames(item, name + "[].", into);
    }
}

std::set<std::string> namesIn(const Request &request)
{
    std::set<std::string> names;
    for (const QString &pair : shown(request.query).split(QLatin1Char('&'), Qt::SkipEmptyParts))
        names.insert(pair.section(QLatin1Char('='), 0, 0).toStdString());
    if (!request.body.empty()) {
        const auto document = json::Document::parse(request.body);
        addNames(document->root(), "", names);
    }
    return names;
}

} // namespace

class BybitSpecificationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRequestIsDescribed()
    {
        REQUIRE_SHARED_DATA();
        const QString folder = support::sharedDataDir() + QStringLiteral("/../protocols/bybit");
        if (!QDir(folder).exists() && !qEnvironmentVariableIsSet("COUNTERSIGN_REQUIRE_SHARED"))
            QSKIP("SKIPPED: ../shared/protocols/bybit is absent, requests were NOT held against the descriptions");
        const Descriptions descriptions = read(folder);
        QVERIFY2(descriptions.size() > 50, "Bybit's descriptions are absent beside the shared data");

        QStringList strangers;
        for (const Request &request : everyRequest()) {
            const std::string operation = request.method + " " + request.path;
            const auto found = descriptions.find(operation);
            if (newerPaths.contains(operation))
                continue;
            if (found == descriptions.end()) {
                strangers << shown(operation);
                continue;
            }
            const std::set<std::string> names = namesIn(request);
            const auto &known = request.method == "GET" ? found->second.query : found->second.body;
            for (const std::string &name : names)
                if (!known.contains(name) && !newerNames.contains(operation + " " + name))
                    strangers << shown(operation + " " + name);
            for (const std::string &name : found->second.required) // some are misspelt there and name no field
                if (known.contains(name) && !names.contains(name))
                    strangers << shown(operation + " lacks " + name);
        }

        QVERIFY2(strangers.isEmpty(), qPrintable(strangers.join(QLatin1Char('\n'))));
    }
};

QTEST_GUILESS_MAIN(BybitSpecificationTest)
#include "BybitSpecificationTest.moc"
