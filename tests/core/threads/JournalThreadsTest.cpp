// The journal's two threads without Qt Test, whose own watchdog thread the sanitizer would report.
#include "tests/core/storage/Store.h"

#include <QCoreApplication>

#include <cstdio>

using namespace core;

namespace {

constexpr int records = 3'000;

/// Written on this thread, committed on the journal's, watched from both all the while.
bool everyRecordIsOnTheDiskOnceAndInOrder()
{
    support::Store store;
    SqliteJournal &journal = store.open();
    std::int64_t seen = 0;
    bool isRising = true;
    for (int i = 0; i < records; ++i) {
        const std::int64_t ticket = journal.append(support::note(std::to_string(i)));
        const std::int64_t durable = journal.durableThrough();
        isRising = isRising && durable >= seen && durable <= ticket && journal.backlog() >= 0 && journal.isHealthy();
        seen = durable;
    }
    const bool isDurable = store.waitUntilDurable();
    const auto advances = store.advances();
    const bool isTold = std::is_sorted(advances.begin(), advances.end()) && advances.back() == records;
    store.close();
    return isRising && isDurable && isTold &&
           store.value("SELECT COUNT(*) FROM bot_state") == std::to_string(records) &&
           store.value("SELECT COUNT(*) FROM bot_state WHERE CAST(value AS INTEGER) <> seq - 1") == "0";
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication program(argc, argv);
    const bool isRight = everyRecordIsOnTheDiskOnceAndInOrder();
    std::printf("%s: every record is on the disk once and in order\n", isRight ? "ok  " : "FAIL");
    return isRight ? 0 : 1;
}
