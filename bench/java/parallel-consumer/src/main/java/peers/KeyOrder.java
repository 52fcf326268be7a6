package peers;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Watches that the records of a key run in the order of their offsets, and one at a time. */
final class KeyOrder {
  /** Last offset that started, and whether it still runs; guarded by its own monitor. */
  private static final class Key {
    long lastOffset = -1;
    boolean running = false;
  }

  private final ConcurrentHashMap<String, Key> keys = new ConcurrentHashMap<>();
  private final AtomicInteger faults = new AtomicInteger();

  void started(String name, long offset) {
    Key key = keys.computeIfAbsent(name, ignored -> new Key());
    synchronized (key) {
      if (key.running || key.lastOffset >= offset) faults.incrementAndGet();
      key.lastOffset = offset;
      key.running = true;
    }
  }

  void ended(String name) {
    Key key = keys.get(name);
    synchronized (key) {
      key.running = false;
    }
  }

  int faults() {
    return faults.get();
  }
}
