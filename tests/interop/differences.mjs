// Where the venue's answers, or our own requests, differ from a specification file on purpose. Each has its
// reason in README.md; what is not listed here fails, and so does a line here that nothing shows any more.
import { strict as assert } from "node:assert";

const unlistedStatuses = [
  "GET /v2/account 401: Unable to match the returned status code with those defined in the document: 200",
  "GET /v2/orders/{id} 404: Unable to match the returned status code with those defined in the document: 200",
  "GET /v2/positions/AAPL 404: Unable to match the returned status code with those defined in the document: 200",
];
const tooBig = "must be <= 9007199254740991";
const bigIds = [
  `GET /v1beta3/crypto/us/trades 200: Response body property trades.BTC~1USD.N.i ${tooBig}`,
  `GET /v1beta3/crypto/us/latest/trades 200: Response body property trades.BTC~1USD.i ${tooBig}`,
  `GET /v1beta3/crypto/us/snapshots 200: Response body property snapshots.BTC~1USD.latestTrade.i ${tooBig}`,
];
const places = "must be equal to one of the allowed values: AMEX, ARCA, BATS, NYSE, NASDAQ, NYSEARCA, OTC";

const dates = ["start", "end"].map(
  (name) => `GET /v2/calendar 400: Request query parameter ${name} must match format "date-time"`,
);

/** The specification files, newest first, and what is known to differ from them. */
export const documents = [
  {
    name: "2026-08",
    trading: "trading-2026-08.yaml",
    data: "market-data-2026-08.yaml",
    knownOfRequests: dates,
    known: [
      ...unlistedStatuses,
      ...bigIds,
      "POST /v2/orders 200: Response body property legs.N.legs must be object",
      "GET /v2/orders 200: Response body property N.legs.N.legs must be object",
    ],
  },
  {
    name: "2026-06",
    trading: "trading.json",
    data: "market-data.json",
    knownOfRequests: dates,
    known: [
      ...unlistedStatuses,
      ...bigIds,
      `GET /v2/assets 200: Response body property N.exchange ${places}`,
      `GET /v2/assets/BTC%2FUSD 200: Response body property exchange ${places}`,
      `GET /v2/positions 200: Response body property N.exchange ${places}, `,
      "GET /v2/account/activities/FILL 200: Response body property N must match exactly one schema in oneOf",
    ],
  },
];

/** Compares what Prism found in answers with what is known. */
export async function judge(report, client, document, violations) {
  await report.step(client, `${violations.checked} answers checked against the specification`, async () => {
    assert.ok(violations.checked > 90, `only ${violations.checked} answers came through Prism`);
    assert.deepEqual([...violations.answers].sort(), [...document.known].sort());
  });
}
