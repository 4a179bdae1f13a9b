// countersign-exchange as a process of its own: started, asked through its control page, ended.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** How long anything may take that happens by itself, in milliseconds. */
export const patience = 60_000;

/** The first value of `look` that is not undefined; `what` names it when there is none in time. */
export async function eventually(what, look) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`no ${what} within ${patience / 1000} s`);
    await new Promise((resume) => setTimeout(resume, 20));
  }
}

export class Exchange {
  /** Starts `program` on a free port with a market that moves only when told. It ends with this process. */
  static async start(program) {
    const words = [
      "--listen",
      "127.0.0.1:0",
      "--speed",
      "0",
      "--seed",
      "1",
      "--cash",
      "100000",
      "--until-stdin-closes",
    ];
    const child = spawn(program, words, { stdio: ["pipe", "pipe", "inherit"] });
    const ready = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`the exchange ended with code ${code}`)));
      createInterface({ input: child.stdout }).once("line", (line) => resolve(JSON.parse(line)));
    });
    return new Exchange(child, ready);
  }

  constructor(child, ready) {
    this.child = child;
    this.trading = ready.alpaca.trading;
    this.data = ready.alpaca.data;
    this.orderStream = ready.alpaca.stream;
    this.marketStream = ready.alpaca.market_stream;
    this.control = ready.control;
    this.key = ready.keys.alpaca.key;
    this.secret = ready.keys.alpaca.secret;
    this.bybit = { ...ready.bybit, ...ready.keys.bybit }; // rest, public_stream, private_stream, key, secret
  }

  /** Ends it by closing its input; true if it ended in good order. */
  async stop() {
    const ended = new Promise((resolve) => this.child.once("exit", (code) => resolve(code === 0)));
    this.child.stdin.end();
    return ended;
  }

  async #control(method, path, body) {
    const reply = await fetch(`${this.control}/${path}`, { method, body: body && JSON.stringify(body) });
    const answer = await reply.json();
    if (!reply.ok) throw new Error(`/control/${path}: ${answer.error.message}`);
    return answer;
  }

  /** Everything the venue received and what it made of it. */
  books() {
    return this.#control("GET", "books");
  }
  /** The next price of the played market; the coins follow BTCUSDT and ETHUSDT. */
  setPrice(symbol, price) {
    return this.#control("POST", "price", { symbol, price });
  }
  /** Plays the market up to a moment (ISO text). */
  playUntil(until) {
    return this.#control("POST", "step", { until });
  }
  async marketTime() {
    return new Date((await this.#control("GET", "time")).market_time);
  }
  /** The venue's own order with this client id. */
  async order(clientId) {
    return (await this.books()).orders.find((each) => each.client_order_id === clientId);
  }
  /** The venue's own position, "0" when flat. */
  async held(symbol) {
    return (await this.books()).positions.find((each) => each.symbol === symbol)?.quantity ?? "0";
  }

  /** Repeats a price until the order is filled: one fill in ten is only a part. */
  async fillAt(symbol, price, clientId) {
    await eventually(`fill of ${clientId}`, async () => {
      await this.setPrice(symbol, price);
      return (await this.order(clientId))?.status === "filled" ? true : undefined;
    });
  }
}
