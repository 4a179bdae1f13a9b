// Exact decimals for comparing books.

/** "1.25" as a whole number of 10^-places; a text with more places is refused. */
function scaled(text, places) {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  const part = match?.[3] ?? "";
  if (!match || part.length > places) throw new Error(`"${text}" is not a decimal of at most ${places} places`);
  const size = BigInt(match[2] + part.padEnd(places, "0"));
  return match[1] ? -size : size;
}

/** Prices and quantities: whole numbers of 10^-9. */
export function nanos(text) {
  return scaled(text, 9);
}

/** Money: whole numbers of 10^-18, as products of price and quantity are. */
export function money(text) {
  return scaled(text, 18);
}

export function sum(texts) {
  return texts.reduce((total, text) => total + nanos(text), 0n);
}

/** What fills have paid out or in, as `money`. A fee is taken from what is received: of a buy, in coins. */
export function cashFlow(fills) {
  return fills.reduce((total, fill) => {
    const value = nanos(fill.price) * nanos(fill.quantity);
    return total + (fill.side === "buy" ? -value : value - money(fill.fee));
  }, 0n);
}
