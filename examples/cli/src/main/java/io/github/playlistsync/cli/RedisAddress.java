package io.github.playlistsync.cli;

import io.github.playlistsync.error.QueueUnavailableException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Redis and its passwords.
 *
 * @param servers one server, or some of a cluster
 * @param cluster whether they are a cluster
 * @param secrets texts that no message may hold
 */
record RedisAddress(List<RedisURI> servers, boolean cluster, List<String> secrets) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Pattern SCHEME = Pattern.compile("rediss?://.*", Pattern.DOTALL);

  /**
   * Parses addresses.
   *
   * @param password for addresses without one; null for none
   * @throws IllegalArgumentException if one is invalid; the message does not repeat it, since it
   *     may hold a password
   */
  static RedisAddress parse(List<String> texts, boolean cluster, @Nullable String password) {
    List<RedisURI> servers = new ArrayList<>();
    List<String> secrets = new ArrayList<>();
    for (String text : texts) {
      RedisURI server = server(text.strip());
      String own = ownPassword(text.strip());
      if (!own.isEmpty()) {
        secrets.add(own);
      } else if (password != null && !password.isEmpty()) {
        secrets.add(password);
        server.setCredentialsProvider(
            new StaticCredentialsProvider(user(text.strip()), password.toCharArray()));
      }
      servers.add(server);
    }
    return new RedisAddress(List.copyOf(servers), cluster || servers.size() > 1, secrets);
  }

  private static RedisURI server(String text) {
    try {
      if (SCHEME.matcher(text).matches() && URI.create(text).getHost() != null) {
        RedisURI server = RedisURI.create(text);
        server.setTimeout(PATIENCE);
        return server;
      }
    } catch (IllegalArgumentException invalid) {
      // Reported below, without its message.
    }
    throw new IllegalArgumentException(
        "not a Redis address; expected redis://HOST[:PORT][/DATABASE] or rediss://…");
  }

  private static String ownPassword(String text) {
    String info = URI.create(text).getUserInfo();
    // Lettuce takes a single part for the password.
    return info == null ? "" : info.substring(info.indexOf(':') + 1);
  }

  private static @Nullable String user(String text) {
    String info = URI.create(text).getUserInfo();
    return info == null || info.indexOf(':') < 1 ? null : info.substring(0, info.indexOf(':'));
  }

  /** The address without anything that may be secret. */
  String shown() {
    return servers.stream()
        .map(
            server ->
                (server.isSsl() ? "rediss://" : "redis://")
                    + server.getHost()
                    + ":"
                    + server.getPort())
        .collect(Collectors.joining(","));
  }

  /**
   * Runs something that uses this Redis.
   *
   * @throws QueueUnavailableException if Redis fails; the message gives the address and the reason,
   *     but no secret
   */
  <T> T named(Supplier<T> work) {
    try {
      return work.get();
    } catch (QueueUnavailableException away) {
      // No cause: it may repeat the password.
      throw new QueueUnavailableException(
          "Redis at " + this + " cannot be used: " + withoutSecrets(reason(away)));
    }
  }

  private static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    return message == null ? deepest.getClass().getSimpleName() : message;
  }

  /** A message without the passwords that it may repeat. */
  String withoutSecrets(String message) {
    String shown = message;
    for (String secret : secrets) {
      shown = shown.replace(secret, "***");
    }
    return shown;
  }

  @Override
  public String toString() {
    return shown();
  }
}
