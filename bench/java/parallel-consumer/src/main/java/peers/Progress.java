package peers;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts finished records; the measured time reaches from the first end to the last, as on the other side. */
final class Progress {
  private final int expected;
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostRunning = new AtomicInteger();
  private final AtomicLong firstAtNs = new AtomicLong();
  private volatile long lastAtNs = 0;

  Progress(int expected) {
    this.expected = expected;
  }

  void started() {
    mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
  }

  void ended() {
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

  int mostRunning() {
    return mostRunning.get();
  }

  int finished() {
    return finished.get();
  }
}
