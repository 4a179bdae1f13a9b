#pragma once

#include "core/base/Json.h"
#include "core/brokers/sim/WireReader.h"
#include "core/domain/Event.h"

namespace core::venue {

// The values of the domain as JSON objects of the venue's lines, and back.

void write(JsonWriter &json, const SeriesId &series);
void write(JsonWriter &json, const Bar &bar);
void write(JsonWriter &json, const OrderRequest &order);
void write(JsonWriter &json, const Order &order);
void write(JsonWriter &json, const Fill &fill);
void write(JsonWriter &json, const VenueSnapshot::Holding &holding);

[[nodiscard]] SeriesId readSeries(WireReader &reader);
[[nodiscard]] InstrumentId readInstrument(WireReader &reader); ///< Its two fields of the same object.
[[nodiscard]] Bar readBar(WireReader &reader);
[[nodiscard]] OrderRequest readRequest(WireReader &reader);
[[nodiscard]] Order readOrder(WireReader &reader);
[[nodiscard]] Fill readFill(WireReader &reader);
[[nodiscard]] VenueSnapshot::Holding readHolding(WireReader &reader);

template <class T>
void writeList(JsonWriter &json, const char *key, const std::vector<T> &all)
{
    json.key(key).beginArray();
    for (const T &each : all)
        write(json, each);
    json.endArray();
}

/// Nanoseconds since 1970.
[[nodiscard]] inline std::int64_t nanos(Timestamp at)
{
    return at.time_since_epoch().count();
}

} // namespace core::venue
