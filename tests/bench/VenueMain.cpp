// What goes to the venues and comes from them, in a program of its own: it needs no window. See README.md.
#include "tests/bench/Rows.h"
#include "tests/bench/Table.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv); // of the sockets
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    bench::addAlpacaDecodeRows();
    bench::addBybitDecodeRows();
    bench::addSendRows();
    bench::addWireRows();
    bench::addReconcileRows();
    bench::TableReporter table;
    benchmark::RunSpecifiedBenchmarks(&table);
    return 0;
}
