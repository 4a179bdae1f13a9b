#include "app/cli/Interruption.h"
#include "app/exchange/Exchange.h"
#include "app/exchange/ExchangeOptions.h"
#include "app/exchange/Keys.h"
#include "app/exchange/RecordedMarket.h"
#include "app/exchange/StdinWatch.h"
#include "app/exchange/SyntheticMarket.h"

#include <QCoreApplication>
#include <QFile>
#include <QTimer>

#include <cstdio>
#include <exception>

namespace {

int refuse(const core::Error &error, int code)
{
    std::fprintf(stderr, "countersign-exchange: %s\n", core::describe(error).c_str());
    return code;
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

core::Result<std::vector<app::FaultRow>> faultsOf(const std::string &path)
{
    if (path.empty())
        return {};
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return core::failure({core::ErrorCode::NotFound, file.errorString().toStdString(), path});
    return app::FaultPlan::parse(file.readAll().toStdString(), path);
}

core::Result<core::PlayedVenue::Market> marketOf(const app::ExchangeOptions &options)
{
    if (options.dataDir.empty())
        return app::syntheticMarket(options.instruments, options.seed);
    auto recorded = app::recordedMarket(options.dataDir, options.from, options.seed);
    if (!recorded)
        return core::failure(recorded.error());
    for (const std::string &why : recorded->unread)
        std::fprintf(stderr, "countersign-exchange: left out: %s\n", why.c_str());
    return std::move(recorded->market);
}

int serve(const app::ExchangeOptions &options)
{
    const auto keys = options.keysFile.empty() ? core::Result<app::Keys>(app::newKeys()) : app::readKeys(options.keysFile);
    if (!keys)
        return refuse(keys.error(), 2);
    const auto faults = faultsOf(options.faultsFile);
    if (!faults)
        return refuse(faults.error(), 2);
    const core::SystemClock clock;
    app::Exchange::Setup setup;
    setup.cash = options.cash;
    setup.seed = options.seed;
    setup.fillAtMost = options.fillAtMost;
    setup.speed = options.speed;
    setup.token = app::newSecret(32);
    setup.alpacaKeys = keys->alpaca;
    setup.bybitKeys = keys->bybit;
    setup.faults = *faults;
    auto market = marketOf(options);
    if (!market)
        return refuse(market.error(), 2);
    app::Exchange exchange(std::move(*market), setup, clock);
    if (const auto listening = exchange.listen(options.port); !listening)
        return refuse(listening.error(), 1);
    exchange.start();
    std::puts(exchange.readyLine().c_str());
    std::fflush(stdout);
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
