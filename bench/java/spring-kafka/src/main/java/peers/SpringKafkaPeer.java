package peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Runs a listener with {@code @RetryableTopic} as the documentation shows it. Commands come as lines on standard input:
 *
 * <pre>
 * retry TOPIC GROUP COUNT DELAY_MS PARTITIONS   fails COUNT records once each and handles their retries
 * </pre>
 *
 * Each is answered by two lines of JSON, when the listener is started and when the last retry has run; the end of the
 * input ends the process.
 */
public final class SpringKafkaPeer {
  private static final String[] WORDS = {"command", "topic", "group", "count", "delayMs", "partitions"};

  private SpringKafkaPeer() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      Map<String, Object> properties = new HashMap<>();
      properties.put("brokers", arguments[0]);
      String[] words = line.split(" ");
      for (int index = 0; index < WORDS.length; index += 1) properties.put(WORDS[index], words[index]);
      retry(properties);
    }
  }

  private static void retry(Map<String, Object> properties) throws InterruptedException {
    try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
      context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("command", properties));
      context.register(RetrySettings.class);
      context.refresh();
      RetryListener listener = context.getBean(RetryListener.class);
      System.out.println("{\"started\":true}");
      listener.await();
      System.out.printf(
          java.util.Locale.ROOT,
          "{\"elapsedMs\":%.3f,\"lateMs\":%s}%n",
          listener.elapsedMs(),
          Arrays.toString(listener.lateMs()));
    }
  }
}
