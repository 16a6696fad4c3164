package io.github.playlistsync.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

  private final SettableClock clock = new SettableClock();
  private SpotifySimulator simulator;
  private ApiClient alice;

  @BeforeEach
  void start() {
    simulator = SpotifySimulator.builder().clock(clock).start();
    alice = new ApiClient(simulator, simulator.accounts().tokenFor("alice"));
  }

  @AfterEach
  void close() {
    simulator.close();
  }

  @Test
  void refusesCallsBeyondTheWindowAndSaysForHowLong() {
    simulator.limits().limit(2);
    assertThat(status()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(10));
    assertThat(status()).isEqualTo(200);

    HttpResponse<String> refused = alice.get("/v1/me");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("20");
    assertThat(refused.body())
        .isEqualTo("{\"error\":{\"status\":429,\"message\":\"API rate limit exceeded\"}}");
  }

  @Test
  void theWindowRolls() {
    simulator.limits().limit(2);
    status();
    clock.advance(Duration.ofSeconds(10));
    status();
    assertThat(status()).isEqualTo(429);

    clock.advance(Duration.ofSeconds(20));

    assertThat(status()).isEqualTo(200);
    assertThat(status()).isEqualTo(429);
  }

  @Test
  void callingWhileLimitedLengthensTheBan() {
    simulator.limits().limit(1, Duration.ofSeconds(30), Duration.ofSeconds(15));
    status();
    assertThat(status()).isEqualTo(429);
    assertThat(alice.get("/v1/me").headers().firstValue("Retry-After")).contains("45");

    clock.advance(Duration.ofSeconds(30));
    assertThat(status()).isEqualTo(429);
    clock.advance(Duration.ofSeconds(30));
    assertThat(status()).isEqualTo(200);
  }

  @Test
  void theDailyQuotaCountsEachEndpoint() {
    simulator.limits().dailyQuota(1);
    assertThat(status()).isEqualTo(200);
    clock.advance(Duration.ofHours(1));

    HttpResponse<String> refused = alice.get("/v1/me");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("\"reason\":\"QUOTA_EXCEEDED\"");
    assertThat(refused.headers().firstValue("Retry-After")).contains("82800");
    assertThat(alice.get("/v1/me/tracks").statusCode()).isEqualTo(200);
    clock.advance(Duration.ofHours(23));
    assertThat(status()).isEqualTo(200);
  }

  @Test
  void isOffUntilSetAndAfterClearing() {
    for (int i = 0; i < 100; i++) {
      assertThat(status()).isEqualTo(200);
    }
    simulator.limits().limit(0);
    assertThat(status()).isEqualTo(429);

    simulator.limits().clear();

    assertThat(status()).isEqualTo(200);
  }

  private int status() {
    return alice.get("/v1/me").statusCode();
  }
}
