// BullMQ's side of QueueBenchmark. Arguments: the port of Redis and the number of jobs. Runs a round for
// each line of its input and answers with a line a measurement: its name, the seconds, the round trips and
// the microseconds of Redis, separated by tabs; then an empty line.
import { createInterface } from "node:readline";
import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";

const port = Number(process.argv[2]);
const jobs = Number(process.argv[3]);
const connection = { host: "127.0.0.1", port, maxRetriesPerRequest: null };
const redis = new Redis(connection);
const queue = new Queue("benchmark", { connection });
const options = { removeOnComplete: 1000, removeOnFail: 1000 };
const data = (number) => ({ user: `user${number % 200}`, playlist: `37i9dQZF1DX${number}` });

async function processorMicros() {
  const info = await redis.info("cpu");
  return [...info.matchAll(/^used_cpu_(?:sys|user):([0-9.]+)/gm)]
    .reduce((sum, match) => sum + Number(match[1]), 0) * 1e6;
}

async function measure(what, action) {
  await redis.config("RESETSTAT");
  const processor = await processorMicros();
  const begun = process.hrtime.bigint();
  await action();
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  const micros = (await processorMicros()) - processor;
  const stats = await redis.info("commandstats");
  const calls = [...stats.matchAll(/cmdstat_eval(?:sha)?:calls=(\d+)/g)]
    .reduce((sum, match) => sum + Number(match[1]), 0);
  console.log(`${what}\t${seconds}\t${calls}\t${micros}`);
}

async function enqueueByMany(callers) {
  let next = 0;
  const caller = async () => {
    for (let number = next++; number < jobs; number = next++) {
      await queue.add("sync", data(number), options);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
}

async function enqueueAll() {
  for (let from = 0; from < jobs; from += 500) {
    const length = Math.min(500, jobs - from);
    await queue.addBulk(Array.from({ length }, (_, i) =>
      ({ name: "sync", data: data(from + i), opts: options })));
  }
}

function work(concurrency) {
  return new Promise((resolve, reject) => {
    let done = 0;
    const worker = new Worker("benchmark", async () => ({ changed: 3, rows: 12 }),
      { connection, concurrency });
    worker.on("error", reject);
    worker.on("completed", async () => {
      if (++done === jobs) {
        await worker.close();
        resolve();
      }
    });
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  await measure("enqueue, 50 callers", () => enqueueByMany(50));
  await measure("process, 50 at once", () => work(50));
  await measure("bulk", () => enqueueAll());
  await measure("process, 1 at once", () => work(1));
  console.log("");
}
await queue.close();
redis.disconnect();
