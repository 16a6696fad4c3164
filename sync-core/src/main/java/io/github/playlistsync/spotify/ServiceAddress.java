package io.github.playlistsync.spotify;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** Checks the addresses to which tokens and secrets are sent. */
final class ServiceAddress {
  private static final Pattern LOOPBACK_LITERAL =
      Pattern.compile("127(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}|\\[::1]");

  private ServiceAddress() {}

  /**
   * The address without its last slash, with {@code defaultPath} if it has no path.
   *
   * @throws IllegalArgumentException if it is neither https nor plain http to this machine, or
   *     holds more than scheme, host, port and path
   */
  static URI check(URI address, String what, String defaultPath) {
    Objects.requireNonNull(address, what);
    String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    String host = address.getHost();
    if (host == null || address.getRawUserInfo() != null || hasMoreThanPath(address)) {
      throw new IllegalArgumentException(
          what
              + " is not of the form https://host[:port][/path], without user, query and fragment");
    }
    if (!scheme.equals("https") && !(scheme.equals("http") && isThisMachine(host))) {
      throw new IllegalArgumentException(
          "%s is %s://%s; expected https, or http to 127.0.0.1, [::1] or localhost"
              .formatted(what, scheme, host));
    }
    String path = address.getRawPath().replaceFirst("/+$", "");
    String authority = address.getRawAuthority();
    return URI.create(scheme + "://" + authority + (path.isEmpty() ? defaultPath : path));
  }

  static boolean isLoopbackLiteral(String host) {
    return LOOPBACK_LITERAL.matcher(host).matches();
  }

  private static boolean isThisMachine(String host) {
    return host.equalsIgnoreCase("localhost") || isLoopbackLiteral(host);
  }

  private static boolean hasMoreThanPath(URI address) {
    return address.getRawQuery() != null || address.getRawFragment() != null;
  }
}
