#include "app/cli/EngineCommands.h"

#include "app/cli/Await.h"
#include "app/cli/EventLines.h"
#include "app/cli/Interruption.h"
#include "app/support/DataDir.h"
#include "app/support/DataLock.h"
#include "app/support/ProfileStore.h"
#include "app/support/RunPreparation.h"
#include "core/engine/ControlClient.h"
#include "core/engine/ControlServer.h"
#include "core/settings/SystemSecretStore.h"
#include "core/storage/SqliteJournal.h"
#include "core/storage/StoreReader.h"

#include <QCoreApplication>
#include <QTimer>

#include <charconv>
#include <limits>

namespace cli {

using namespace core;

namespace {

QString dataDirOf(const Arguments &arguments)
{
    return QString::fromStdString(app::dataDir(arguments.value("data-dir")));
}

Error badOption(const char *option, const std::string &message)
{
    return {ErrorCode::BadInput, message, {}, 0, option};
}

// --- run ---------------------------------------------------------------------------------------

Result<double> parseSpeed(const std::string &text)
{
    if (text == "max")
        return std::numeric_limits<double>::infinity();
    double speed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), speed);
    if (error != std::errc() || end != text.data() + text.size() || !(speed > 0) || !(speed <= 1e6))
        return failure(badOption("speed", "\"" + text + "\" is not a positive number or max"));
    return speed;
}

template <class T>
Result<> take(const Arguments &arguments, const char *option, std::optional<T> (*parse)(std::string_view),
              std::optional<T> &into)
{
    const auto text = arguments.value(option);
    if (!text)
        return {};
    into = parse(*text);
    if (!into)
        return failure(badOption(option, "\"" + *text + "\" is not known"));
    return {};
}

std::optional<std::uint64_t> parseCount(std::string_view text)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value)
                                                                                     : std::nullopt;
}

std::optional<Timestamp> parseTime(std::string_view text)
{
    const auto at = parseIsoText(text);
    return at ? std::optional(*at) : std::nullopt;
}

Result<app::RunRequest> requestOf(const Arguments &arguments)
{
    app::RunRequest request;
    request.dataDir = dataDirOf(arguments);
    const auto name = arguments.value("profile");
    if (!name)
        return failure(badOption("profile", "--profile is needed"));
    auto profile = app::openProfile(*name, request.dataDir.toStdString());
    if (!profile)
        return failure(profile.error());
    request.profile = std::move(*profile);
    auto addresses = app::parseAddresses(arguments.values("endpoint"));
    if (!addresses)
        return failure(addresses.error());
    request.addresses = std::move(*addresses);
    request.accountTail = arguments.value("account");
    if (const auto bars = arguments.value("data"))
        request.barsDir = QString::fromStdString(*bars);
    for (const Result<> &taken : {take(arguments, "to", parseDestination, request.destination),
                                  take(arguments, "mode", parseDecisionMode, request.mode),
                                  take(arguments, "timeframe", parseTimeframe, request.timeframe),
                                  take(arguments, "seed", parseCount, request.seed),
                                  take(arguments, "from", parseTime, request.from)})
        if (!taken)
            return failure(taken.error());
    if (const auto speed = arguments.value("speed")) {
        auto parsed = parseSpeed(*speed);
        if (!parsed)
            return failure(parsed.error());
        request.speed = *parsed;
    }
    auto parameters = arguments.parameters();
    if (!parameters)
        return failure(parameters.error());
    request.parameters = std::move(*parameters);
    return request;
}

Result<std::optional<int>> secondsOf(const Arguments &arguments)
{
    const auto text = arguments.value("for");
    if (!text)
        return std::optional<int>();
    const auto seconds = parseCount(*text);
    if (!seconds || *seconds == 0 || *seconds > 10'000'000)
        return failure(badOption("for", "\"" + *text + "\" is not a number of seconds"));
    return std::optional(static_cast<int>(*seconds));
}

/// Runs until the time is over, the recorded data has ended, or Ctrl-C.
int play(HostSetup setup, std::optional<int> seconds, bool wantsJson)
{
    EventLines lines;
    setup.observers.push_back(&lines);
    const QString dataDir = setup.dataDir;
    EngineHost host(std::move(setup));
    int code = Done;
    QString why = QStringLiteral("the recorded data has ended");
    QObject::connect(&host, &EngineHost::failed, &host, [&](const QString &reason) {
        code = fail(wantsJson, {ErrorCode::Io, reason.toStdString()});
        if (!host.engine()) // it never began
            QCoreApplication::exit(code);
    });
    QObject::connect(&host, &EngineHost::finished, &host, [] { QCoreApplication::exit(Done); });
    if (!host.start())
        return code;
    ControlServer control(host, &host);
    if (const auto listening = control.listen(dataDir); !listening)
        return fail(wantsJson, listening.error());
    const Interruption interruption;
    QTimer interrupt;
    QObject::connect(&interrupt, &QTimer::timeout, &host, [&why, &interruption] {
        if (interruption.isAsked()) {
            why = QStringLiteral("interrupted");
            QCoreApplication::exit(Done);
        }
    });
    interrupt.start(50);
    if (seconds)
        QTimer::singleShot(std::chrono::seconds(*seconds), &host, [&why] {
            why = QStringLiteral("the time is over");
            QCoreApplication::exit(Done);
        });
    QCoreApplication::exec();
    host.stop(why);
    return code;
}

Result<HostSetup> setupFromVenue(const app::RunRequest &request)
{
    SystemSecretStore store(QString::fromLatin1(app::keyService));
    app::RunPreparation preparation(request, store, app::systemVariables());
    QObject::connect(&preparation, &app::RunPreparation::warned, qApp, [](const QString &sentence) {
        std::fprintf(stderr, "countersign-cli: %s\n", qPrintable(sentence));
    });
    return awaited<HostSetup>([&](app::RunPreparation::Done done) { preparation.start(std::move(done)); });
}

int run(const Arguments &arguments)
{
    const bool json = arguments.wantsJson();
    auto request = requestOf(arguments);
    if (!request)
        return fail(json, request.error());
    const auto seconds = secondsOf(arguments);
    if (!seconds)
        return fail(json, seconds.error());
    auto setup = request->needsVenue() ? setupFromVenue(*request) : app::prepareRun(*request);
    if (!setup)
        return fail(json, setup.error());
    // Here and not inside the host, so that bad input ends with its own exit code.
    if (const auto prepare = std::exchange(setup->market.prepare, {}))
        if (const auto prepared = prepare(setup->market); !prepared)
            return fail(json, prepared.error());
    const auto lock = app::DataLock::take(request->dataDir);
    if (!lock)
        return fail(json, lock.error());
    return play(std::move(*setup), *seconds, json);
}

// --- talking to a running engine ---------------------------------------------------------------

int ask(const Arguments &arguments, const char *command, const QJsonObject &details = {})
{
    const auto result = askEngine(dataDirOf(arguments), QString::fromLatin1(command), details);
    if (!result)
        return fail(arguments.wantsJson(), result.error());
    print(arguments, *result, *result);
    return Done;
}

Result<QString> onlyWord(const Arguments &arguments)
{
    if (arguments.positional().size() != 1)
        return failure(ErrorCode::BadInput, "exactly one id is needed");
    return QString::fromStdString(arguments.positional().front());
}

QJsonObject withOption(QJsonObject details, const Arguments &arguments, const char *option)
{
    if (const auto value = arguments.value(option))
        details.insert(QLatin1String(option), QString::fromStdString(*value));
    return details;
}

int signalsList(const Arguments &arguments) { return ask(arguments, "signals.list"); }

int signalsShow(const Arguments &arguments)
{
    const auto id = onlyWord(arguments);
    if (!id)
        return fail(arguments.wantsJson(), id.error());
    return ask(arguments, "signals.show", {{QStringLiteral("id"), *id}});
}

int signalsApprove(const Arguments &arguments)
{
    const auto id = onlyWord(arguments);
    if (!id)
        return fail(arguments.wantsJson(), id.error());
    if (!arguments.has("hash"))
        return fail(arguments.wantsJson(), badOption("hash", "--hash is needed: a yes is to exactly one content"));
    const QJsonObject details = withOption({{QStringLiteral("id"), *id}}, arguments, "hash");
    return ask(arguments, "signals.approve", withOption(details, arguments, "quantity"));
}

int signalsReject(const Arguments &arguments)
{
    const auto id = onlyWord(arguments);
    if (!id)
        return fail(arguments.wantsJson(), id.error());
    if (!arguments.has("reason"))
        return fail(arguments.wantsJson(), badOption("reason", "--reason is needed"));
    return ask(arguments, "signals.reject", withOption({{QStringLiteral("id"), *id}}, arguments, "reason"));
}

int halt(const Arguments &arguments)
{
    const bool isReduceOnly = arguments.has("reduce-only");
    if (isReduceOnly && arguments.has("flatten"))
        return fail(arguments.wantsJson(), badOption("reduce-only", "--flatten halts: leave one of the two out"));
    return ask(arguments, "halt",
               {{QStringLiteral("cancel"), arguments.has("cancel")},
                {QStringLiteral("flatten"), arguments.has("flatten")},
                {QStringLiteral("reduce-only"), isReduceOnly}});
}

int resume(const Arguments &arguments)
{
    if (arguments.has("bot"))
        return ask(arguments, "resume", withOption({}, arguments, "bot"));
    if (!arguments.has("reason"))
        return fail(arguments.wantsJson(), badOption("reason", "--reason is needed"));
    return ask(arguments, "resume", withOption(withOption({}, arguments, "reason"), arguments, "account"));
}

// --- what is stored, when no engine runs ---------------------------------------------------------

void writeColumn(JsonWriter &json, const StoredRow &row, const char *column, const char *key)
{
    json.member(key, row.value(column));
}

std::string storedOrders(const std::vector<StoredRow> &rows)
{
    JsonWriter json;
    json.beginObject().key("orders").beginArray();
    for (const StoredRow &row : rows) {
        json.beginObject();
        for (const char *column : {"client_order_id", "id", "venue", "instrument", "side", "quantity", "filled",
                                   "status", "role", "order_type", "proposal", "limit_price", "stop_price",
                                   "average_price", "reason", "created_at", "account"})
            writeColumn(json, row, column, column);
        json.key("differs").null().endObject();
    }
    return json.endArray().endObject().take();
}

std::string storedPositions(const std::vector<StoredRow> &rows)
{
    JsonWriter json;
    json.beginObject().key("positions").beginArray();
    for (const StoredRow &row : rows) {
        json.beginObject();
        for (const char *column : {"venue", "instrument", "quantity", "average_price", "realised_pnl", "account"})
            writeColumn(json, row, column, column);
        for (const char *live :
             {"venue_quantity", "unrealised_pnl", "watched_target", "differs", "external", "corrected"})
            json.key(live).null();
        json.endObject();
    }
    return json.endArray().endObject().take();
}

/// The running engine if there is one, else what the last run left in the store.
int askOrRead(const Arguments &arguments, const char *command, const char *statement,
              std::string (*format)(const std::vector<StoredRow> &))
{
    const QString dataDir = dataDirOf(arguments);
    const auto live = askEngine(dataDir, QString::fromLatin1(command), {});
    if (live) {
        print(arguments, *live, *live);
        return Done;
    }
    if (live.error().code != ErrorCode::Unreachable)
        return fail(arguments.wantsJson(), live.error());
    const auto rows = readRows(SqliteJournal::databasePath(dataDir), QString::fromLatin1(statement));
    if (!rows)
        return fail(arguments.wantsJson(), rows.error());
    const std::string text = format(*rows);
    print(arguments, text, text);
    return Done;
}

int ordersList(const Arguments &arguments)
{
    return askOrRead(arguments, "orders.list",
                     "SELECT * FROM orders WHERE run = (SELECT run FROM runs WHERE event = 'started' "
                     "ORDER BY rowid DESC LIMIT 1) ORDER BY created_at DESC, rowid DESC",
                     storedOrders);
}

int positionsList(const Arguments &arguments)
{
    return askOrRead(arguments, "positions.list",
                     "SELECT * FROM positions WHERE run = (SELECT run FROM runs WHERE event = 'started' "
                     "ORDER BY rowid DESC LIMIT 1) ORDER BY venue, instrument",
                     storedPositions);
}

// --- what only a person may say ------------------------------------------------------------------

Result<QJsonObject> withReason(const Arguments &arguments)
{
    if (!arguments.has("reason"))
        return failure(badOption("reason", "--reason is needed: it is recorded"));
    return withOption({}, arguments, "reason");
}

int positionsAccept(const Arguments &arguments)
{
    const auto symbol = onlyWord(arguments);
    if (!symbol)
        return fail(arguments.wantsJson(), symbol.error());
    auto details = withReason(arguments);
    if (!details)
        return fail(arguments.wantsJson(), details.error());
    details->insert(QStringLiteral("instrument"), *symbol);
    details->insert(QStringLiteral("adopt"), arguments.has("adopt"));
    return ask(arguments, "positions.accept", withOption(*details, arguments, "venue"));
}

int accountAccept(const Arguments &arguments)
{
    const std::string as = arguments.valueOr("as", {});
    if (as != "transfer" && as != "charge")
        return fail(arguments.wantsJson(),
                    badOption("as", "--as is needed: transfer (paid in or out) or charge (lost or won)"));
    auto details = withReason(arguments);
    if (!details)
        return fail(arguments.wantsJson(), details.error());
    details->insert(QStringLiteral("charge"), as == "charge");
    return ask(arguments, "account.accept", *details);
}

int ordersEnd(const Arguments &arguments)
{
    const auto id = onlyWord(arguments);
    if (!id)
        return fail(arguments.wantsJson(), id.error());
    auto details = withReason(arguments);
    if (!details)
        return fail(arguments.wantsJson(), details.error());
    details->insert(QStringLiteral("id"), *id);
    return ask(arguments, "orders.end", *details);
}

int accountShow(const Arguments &arguments) { return ask(arguments, "account.show"); }

} // namespace

std::vector<Command> engineCommands()
{
    return {
        {"run",
         "run --profile P [--to replay|demo|paper|live] [--account TAIL] [--mode manual|hybrid|auto] [--param k=v]… [--timeframe T] "
         "[--speed X|max] [--for SECONDS] [--data DIR] [--from TIME] [--endpoint KEY=URL]…",
         {{"profile"}, {"to"}, {"mode"}, {"param", true, true}, {"timeframe"}, {"speed"}, {"for"}, {"data"},
          {"from"}, {"account"}},
         run},
        {"signals list", "signals list", {}, signalsList},
        {"signals show", "signals show ID", {}, signalsShow},
        {"signals approve", "signals approve ID --hash H [--quantity Q]", {{"hash"}, {"quantity"}}, signalsApprove},
        {"signals reject", "signals reject ID --reason R", {{"reason"}}, signalsReject},
        {"orders list", "orders list", {}, ordersList},
        {"orders end", "orders end ID --reason TEXT", {{"reason"}}, ordersEnd},
        {"positions list", "positions list", {}, positionsList},
        {"positions accept",
         "positions accept INSTRUMENT --reason TEXT [--adopt] [--venue V]",
         {{"reason"}, {"adopt", false}, {"venue"}},
         positionsAccept},
        {"account show", "account show", {}, accountShow},
        {"account accept",
         "account accept --as transfer|charge --reason TEXT",
         {{"as"}, {"reason"}},
         accountAccept},
        {"halt",
         "halt [--cancel] [--flatten] | halt --reduce-only",
         {{"cancel", false}, {"flatten", false}, {"reduce-only", false}},
         halt},
        {"resume", "resume --reason TEXT [--account TAIL] | resume --bot BOT", {{"reason"}, {"account"}, {"bot"}}, resume},
    };
}

} // namespace cli
