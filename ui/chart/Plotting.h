#pragma once

// QCustomPlot's header is written with the Qt keywords this project switches off; they exist for
// the length of this include only. Only the chart room includes it.
#include <QObject>

#define signals Q_SIGNALS
#define slots Q_SLOTS
#define emit
#define foreach(item, list) for (item : list)
#include <qcustomplot.h>
#undef signals
#undef slots
#undef emit
#undef foreach
