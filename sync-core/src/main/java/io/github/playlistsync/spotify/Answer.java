package io.github.playlistsync.spotify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A complete answer. */
final class Answer {
  private final int status;
  private final HttpHeaders headers;
  private final byte[] packed;
  private final int maxBytes;

  Answer(int status, HttpHeaders headers, byte[] packed, int maxBytes) {
    this.status = status;
    this.headers = headers;
    this.packed = packed;
    this.maxBytes = maxBytes;
  }

  int status() {
    return status;
  }

  @Nullable String header(String name) {
    return headers.firstValue(name).orElse(null);
  }

  /**
   * The body as JSON.
   *
   * @throws IOException if it is none, is cut, or is larger unpacked than it may be
   */
  JsonNode json() throws IOException {
    return Json.read(body());
  }

  /** The body as JSON, or an empty node: for an answer that is an error anyway. */
  JsonNode jsonIfAny() {
    try {
      return json();
    } catch (IOException none) {
      return MissingNode.getInstance();
    }
  }

  /** The first 1,000 bytes of the body as text: some of Spotify's errors are plain text. */
  String beginning() {
    try {
      byte[] body = body();
      return new String(body, 0, Math.min(body.length, 1_000), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      return "";
    }
  }

  private byte[] body() throws IOException {
    String encoding = header("Content-Encoding");
    if (encoding == null || encoding.equalsIgnoreCase("identity") || packed.length == 0) {
      return packed;
    }
    if (!encoding.toLowerCase(Locale.ROOT).endsWith("gzip")) {
      throw new IOException("its encoding is not gzip");
    }
    try (GZIPInputStream unpacking = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] body = unpacking.readNBytes(maxBytes);
      if (unpacking.read() >= 0) {
        throw new IOException("it has more than " + maxBytes + " bytes unpacked");
      }
      return body;
    }
  }
}
