#include "app/cli/Interruption.h"
#include "app/exchange/ExchangeOptions.h"
#include "app/exchange/MarketPace.h"
#include "app/exchange/StdinWatch.h"
#include "app/exchange/SyntheticMarket.h"
#include "app/exchange/VenueServer.h"
#include "core/base/Json.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QTimer>

#include <array>
#include <cstdio>
#include <exception>

namespace {

int refuse(const core::Error &error, int code)
{
    std::fprintf(stderr, "countersign-exchange: %s\n", core::describe(error).c_str());
    return code;
}

/// The account's key: new with every start, as its books are.
std::string newToken()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    QString token;
    for (const quint32 word : words)
        token += QStringLiteral("%1").arg(word, 8, 16, QLatin1Char('0'));
    return token.toStdString();
}

void sayReady(const app::VenueServer &server, const std::string &token)
{
    core::JsonWriter json;
    json.beginObject().member("ready", true).key("sim").beginObject();
    json.member("address", "127.0.0.1:" + std::to_string(server.port())).member("token", token);
    std::puts(json.endObject().endObject().text().c_str());
    std::fflush(stdout);
}

/// Until Ctrl-C, a request to end, or (if wanted) the end of its input.
void serveUntilTold(bool endsWithStdin)
{
    const cli::Interruption interruption;
    app::StdinWatch input;
    if (endsWithStdin)
        input.start();
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &look, [&interruption, &input] {
        if (interruption.isAsked() || input.isClosed())
            QCoreApplication::exit();
    });
    look.start(50);
    QCoreApplication::exec();
}

int serve(const app::ExchangeOptions &options)
{
    core::PlayedVenue venue(app::syntheticMarket(options.instruments, options.seed), options.cash,
                            app::exchangeRules(options.seed, options.fillAtMost));
    const std::string token = newToken();
    app::VenueServer server(venue, token);
    if (const auto listening = server.listen(options.port); !listening)
        return refuse(listening.error(), 1);
    app::MarketPace pace(venue, server, options.speed);
    pace.start();
    sayReady(server, token);
    serveUntilTold(options.endsWithStdin);
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("countersign-exchange"));
    std::vector<std::string> words;
    for (const QString &word : QCoreApplication::arguments().mid(1))
        words.push_back(word.toStdString());
    const auto options = app::parseExchangeOptions(words);
    if (!options)
        return refuse(options.error(), 2);
    try {
        return serve(*options);
    } catch (const std::exception &error) {
        return refuse({core::ErrorCode::Internal, error.what()}, 1);
    }
}
