package peers;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Runs Parallel Consumer as its documentation shows it: order by key, offsets committed from time to time (its default)
 * with a map of what is finished beyond them. Commands come as lines on standard input, each is answered by one line of
 * JSON, and the end of the input ends the process:
 *
 * <pre>
 * consume TOPIC GROUP COUNT HANDLER_MS WIDTH   handles COUNT records and tells how long it took
 * hold TOPIC GROUP COUNT STUCK_KEY WIDTH       as above, while every record of STUCK_KEY never ends; then goes on
 * </pre>
 *
 * Between two commands the process keeps what its compiler learned, as the process of the other side does.
 */
public final class ParallelConsumerPeer {
  private final String brokers;

  private ParallelConsumerPeer(String brokers) {
    this.brokers = brokers;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    ParallelConsumerPeer peer = new ParallelConsumerPeer(arguments[0]);
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ");
      int count = Integer.parseInt(words[3]);
      int width = Integer.parseInt(words[5]);
      switch (words[0]) {
        case "consume" -> peer.consume(words[1], words[2], count, Long.parseLong(words[4]), width);
        case "hold" -> peer.hold(words[1], words[2], count, words[4], width);
        default -> throw new IllegalArgumentException("no command " + words[0]);
      }
    }
    // A held record keeps its thread for ever.
    Runtime.getRuntime().halt(0);
  }

  private void consume(String topic, String group, int count, long handlerMs, int width)
      throws InterruptedException {
    Progress progress = new Progress(count);
    KeyOrder order = new KeyOrder();
    try (ParallelStreamProcessor<String, byte[]> processor = open(group, width)) {
      processor.subscribe(List.of(topic));
      processor.poll(
          context -> {
            ConsumerRecord<String, byte[]> record = context.getSingleConsumerRecord();
            // Keys stay in their partition, so the offset is enough to tell their order.
            progress.started();
            order.started(record.key(), record.offset());
            long startedAt = System.nanoTime();
            if (handlerMs > 0) sleep(handlerMs);
            long tookNs = System.nanoTime() - startedAt;
            order.ended(record.key());
            progress.ended(tookNs);
          });
      progress.await();
    }
    answer(progress, order);
  }

  private void hold(String topic, String group, int count, String stuckKey, int width)
      throws InterruptedException {
    Progress progress = new Progress(count);
    KeyOrder order = new KeyOrder();
    CountDownLatch never = new CountDownLatch(1);
    ParallelStreamProcessor<String, byte[]> processor = open(group, width);
    processor.subscribe(List.of(topic));
    processor.poll(
        context -> {
          ConsumerRecord<String, byte[]> record = context.getSingleConsumerRecord();
          if (record.key().equals(stuckKey)) await(never);
          progress.started();
          order.started(record.key(), record.offset());
          order.ended(record.key());
          progress.ended(0);
        });
    progress.await();
    // It stays a member and goes on committing until it is killed.
    answer(progress, order);
  }

  private ParallelStreamProcessor<String, byte[]> open(String group, int width) {
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers,
                ConsumerConfig.GROUP_ID_CONFIG, group,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    return ParallelStreamProcessor.createEosStreamProcessor(
        ParallelConsumerOptions.<String, byte[]>builder()
            .consumer(consumer)
            .ordering(ProcessingOrder.KEY)
            .maxConcurrency(width)
            .build());
  }

  private static void answer(Progress progress, KeyOrder order) {
    System.out.printf(
        java.util.Locale.ROOT,
        "{\"finished\":%d,\"elapsedMs\":%.3f,\"meanHandlerMs\":%.3f,\"outOfOrder\":%d,\"mostAtOnce\":%d}%n",
        progress.finished(),
        progress.elapsedMs(),
        progress.meanHandlerMs(),
        order.faults(),
        progress.mostRunning());
  }

  private static void sleep(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException error) {
      throw new IllegalStateException(error);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException error) {
      throw new IllegalStateException(error);
    }
  }
}
