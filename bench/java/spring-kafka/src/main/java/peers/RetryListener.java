package peers;

import java.math.BigInteger;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.kafka.annotation.BackOff;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;
import org.springframework.kafka.retrytopic.RetryTopicHeaders;

/** Fails every record at its first attempt, and notes how late the second one starts. */
public class RetryListener {
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicInteger seconds = new AtomicInteger();
  private volatile long firstAtNs = 0;
  private volatile long lastAtNs = 0;
  private long[] lateMs;

  @Value("${count}")
  void expect(int count) {
    lateMs = new long[count];
  }

  @RetryableTopic(
      attempts = "2",
      backOff = @BackOff(delayString = "${delayMs}"),
      numPartitions = "${partitions}",
      replicationFactor = "1",
      kafkaTemplate = "defaultRetryTopicKafkaTemplate")
  @KafkaListener(topics = "${topic}", groupId = "${group}")
  void handle(ConsumerRecord<String, byte[]> record) {
    long nowMs = System.currentTimeMillis();
    Header due = record.headers().lastHeader(RetryTopicHeaders.DEFAULT_HEADER_BACKOFF_TIMESTAMP);
    if (due == null) {
      if (firstAtNs == 0) firstAtNs = System.nanoTime();
      throw new IllegalStateException("the first attempt fails");
    }
    int number = seconds.getAndIncrement();
    if (number >= lateMs.length) return;
    lateMs[number] = nowMs - new BigInteger(due.value()).longValue();
    if (number == lateMs.length - 1) {
      lastAtNs = System.nanoTime();
      done.countDown();
    }
  }

  void await() throws InterruptedException {
    done.await();
  }

  /** From the first attempt of the first record to the second attempt of the last one. */
  double elapsedMs() {
    return (lastAtNs - firstAtNs) / 1e6;
  }

  long[] lateMs() {
    return lateMs;
  }
}
