package io.github.playlistsync.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.playlistsync.contract.ManualTime;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.UserId;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spi.spotify.CallContext;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.spotify.ItemSource;
import io.github.playlistsync.spi.spotify.RequestGate;
import io.github.playlistsync.spi.store.StoredTokens;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whatever an answer holds, the adapter gives a value or throws a {@link SyncException}, and takes
 * no more memory for it than a bound that the answer's size sets.
 *
 * <p>Each answer goes to one kind of call, in rotation; to all of them with {@code -Dfuzz.minutes},
 * which also damages answers by chance for so long. {@code -Dfuzz.seed} starts where a failure
 * says.
 */
class ParserFuzzTest {
  private static final Logger log = LoggerFactory.getLogger(ParserFuzzTest.class);
  private static final PlaylistId ROAD = PlaylistId.of("p1");
  private static final long FIRST_SEED = Long.getLong("fuzz.seed", 20_261_123L);
  private static final int MINUTES = Integer.getInteger("fuzz.minutes", 0);
  private static final int FEWEST_SEEDS = 2_000;
  private static final int[] STATUSES = {200, 200, 200, 200, 400, 401, 403, 404, 429, 500};
  private static final List<String> WAITS =
      List.of("", "0", "-1", "86400", "9".repeat(10_000), "1e9", "Wed, 21 Oct 2099 07:28:00 GMT");

  /** What one answer may cost, the loading of classes included, and a byte of it besides. */
  private static final long BASE_BYTES = 16 << 20;

  private static final long BYTES_A_BYTE = 100;

  private static final Map<String, List<String>> GZIP = Map.of("Content-Encoding", List.of("gzip"));
  private static final StoredTokens LOGIN =
      new StoredTokens("a", Instant.EPOCH, "r", Instant.EPOCH, Set.of());

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final ManualTime time = new ManualTime();
  private final CannedClient client = new CannedClient();
  private final SpotifySettings once =
      SpotifySettings.defaults().withTries(1, Duration.ZERO, Duration.ZERO);
  private final SpotifyWebApi api = api("token");
  private final SpotifyWebApi strangers = api("another-token");
  private final SpotifyAuthorization login =
      SpotifyAuthorization.builder("client", URI.create("http://127.0.0.1/callback"))
          .httpClient(client)
          .settings(once)
          .clock(time)
          .sleeper(time)
          .build();
  private final CallContext call = new UnwatchedCall(UserId.of("anna"), Duration.ZERO);
  private final AtomicInteger values = new AtomicInteger();
  private final AtomicInteger cases = new AtomicInteger();
  private long mostBytesABodyByte;
  private final PrintStream usual = System.err;

  /** Every answer is logged, some hundred thousand lines that nobody reads. */
  @BeforeEach
  void keepQuiet() {
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    client.answer(200, Map.of(), "{\"id\":\"anna\"}".getBytes(StandardCharsets.UTF_8));
    api.currentUser(call);
  }

  @AfterEach
  void close() {
    System.setErr(usual);
    api.close();
    strangers.close();
    login.close();
    log.info(
        "{} answers, of which {} gave a value; {} bytes a byte at the most",
        cases,
        values,
        mostBytesABodyByte);
  }

  @Test
  void anyKindOfValueMayStandAtAnyKey() {
    Damage.everywhere(MINUTES > 0, body -> ask(200, Map.of(), body, "a value at a key"));

    assertThat(cases.get()).isGreaterThan(4_000);
    assertThat(values.get()).isGreaterThan(500);
  }

  @Test
  void anAnswerMayEndAnywhere() {
    for (String answer : Damage.ANSWERS) {
      byte[] whole = Damage.bytes(answer.strip());
      for (int end = 0; end < whole.length; end++) {
        byte[] cut = java.util.Arrays.copyOf(whole, end);
        ask(200, Map.of(), cut, "cut at " + end);
      }
    }

    assertThat(values.get()).as("of what was cut").isZero();
  }

  @Test
  void whatIsTooDeepOrTooLargeIsRefusedInLittleMemory() {
    for (byte[] body : Damage.outsize()) {
      String what = new String(body, 0, Math.min(40, body.length), StandardCharsets.UTF_8);
      ask(200, Map.of(), body, what);
      ask(403, Map.of(), body, what);
      ask(200, GZIP, Damage.gzip(body), body.length, what);
    }
    ask(200, GZIP, new byte[] {31, -117, 8}, "a cut beginning");

    assertThat(values.get()).isZero();
  }

  @Test
  void damageByChanceBreaksNothing() {
    long deadline = System.nanoTime() + Duration.ofMinutes(MINUTES).toNanos();
    for (long seed = FIRST_SEED;
        seed < FIRST_SEED + FEWEST_SEEDS || System.nanoTime() < deadline;
        seed++) {
      Random random = new Random(seed);
      byte[] body = Damage.byChance(random);
      int status = STATUSES[random.nextInt(STATUSES.length)];
      Map<String, List<String>> headers =
          Map.of("Retry-After", List.of(WAITS.get(random.nextInt(WAITS.size()))));
      ask(status, headers, body, "-Dfuzz.seed=" + seed);
    }

    assertThat(values.get()).isPositive();
  }

  private SpotifyWebApi api(String token) {
    return SpotifyWebApi.builder(AccessTokens.fixed(token))
        .httpClient(client)
        .gate(new OpenGate())
        .settings(once)
        .build();
  }

  private void ask(int status, Map<String, List<String>> headers, byte[] body, String what) {
    ask(status, headers, body, body.length, what);
  }

  /**
   * Answers calls so.
   *
   * @param size of the body, unpacked
   */
  private void ask(
      int status, Map<String, List<String>> headers, byte[] body, int size, String what) {
    cases.incrementAndGet();
    client.answer(status, headers, body);
    List<Supplier<?>> calls =
        List.of(
            () -> api.playlist(call, ROAD),
            () -> api.library(call, 0),
            () -> sound(api.items(call, ROAD, ItemSource.ITEMS, 0, 50)),
            () -> sound(api.likedSongs(call, 0, 50)),
            () -> api.probe(call, ROAD),
            () -> strangers.currentUser(call),
            () -> login.refresh(LOGIN));
    int next = cases.get() % calls.size();
    for (Supplier<?> one : MINUTES == 0 ? calls.subList(next, next + 1) : calls) {
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        assertThat(one.get()).as(what).isNotNull();
        values.incrementAndGet();
      } catch (SyncException refused) {
        assertThat(refused.getMessage()).as(what).isNotEmpty().hasSizeLessThan(2_000);
      } catch (RuntimeException | StackOverflowError broken) {
        throw new AssertionError(what + ": " + broken, broken);
      }
      long taken = threads.getCurrentThreadAllocatedBytes() - before;
      mostBytesABodyByte = Math.max(mostBytesABodyByte, (taken - BASE_BYTES) / Math.max(1, size));
      assertThat(taken).as(what).isLessThan(BASE_BYTES + BYTES_A_BYTE * size);
    }
  }

  /** A page of which every item stands at its place, with texts that a database takes. */
  private static ItemPage sound(ItemPage page) {
    for (int i = 0; i < page.items().size(); i++) {
      assertThat(page.items().get(i).position()).isEqualTo(page.offset() + i);
      var track = page.items().get(i).track();
      if (track != null) {
        assertThat(track.title()).doesNotContain("\u0000");
      }
    }
    return page;
  }

  /** Lets everything through, and says that a limit lasts for long. */
  private static final class OpenGate implements RequestGate {
    @Override
    public Permit enter(CallContext call) {
      return new Permit() {
        @Override
        public Instant limited(Limit limit, Duration retryAfter) {
          return Instant.now().plus(retryAfter == null ? Duration.ofHours(1) : retryAfter);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public Status status() {
      return new Status(0, null, 0, Duration.ZERO);
    }
  }
}
