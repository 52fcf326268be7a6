package peers;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts finished records; the measured time reaches from the first end to the last, as on the other side. */
final class Progress {
  private final int expected;
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostRunning = new AtomicInteger();
  private final AtomicLong firstAtNs = new AtomicLong();
  private final LongAdder handlerNs = new LongAdder();
  private volatile long lastAtNs = 0;

  Progress(int expected) {
    this.expected = expected;
  }

  void started() {
    mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
  }

  void ended(long tookNs) {
    handlerNs.add(tookNs);
    running.decrementAndGet();
    int number = finished.incrementAndGet();
    if (number == 1) firstAtNs.set(System.nanoTime());
    if (number == expected) {
      lastAtNs = System.nanoTime();
      done.countDown();
    }
  }

  void await() throws InterruptedException {
    done.await();
  }

  double elapsedMs() {
    return (lastAtNs - firstAtNs.get()) / 1e6;
  }

  double meanHandlerMs() {
    return handlerNs.sum() / 1e6 / finished.get();
  }

  int mostRunning() {
    return mostRunning.get();
  }

  int finished() {
    return finished.get();
  }
}
