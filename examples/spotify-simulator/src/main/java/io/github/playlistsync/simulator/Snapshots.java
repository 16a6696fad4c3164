package io.github.playlistsync.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Writes snapshots in the two forms that Spotify uses. */
final class Snapshots {

  private Snapshots() {}

  static String text(String playlistId, int revision) {
    String plain = revision + "," + HexFormat.of().formatHex(hash(playlistId, revision));
    return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
  }

  /** The same revision and hash in the other form. */
  static String textToBinary(String text) {
    String plain = new String(Base64.getDecoder().decode(text), StandardCharsets.US_ASCII);
    int comma = plain.indexOf(',');
    byte[] hash = HexFormat.of().parseHex(plain.substring(comma + 1));
    byte[] bytes =
        ByteBuffer.allocate(4 + hash.length)
            .putInt(Integer.parseInt(plain.substring(0, comma)))
            .put(hash)
            .array();
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] hash(String playlistId, int revision) {
    try {
      return MessageDigest.getInstance("SHA-1")
          .digest((playlistId + "/" + revision).getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-1", e);
    }
  }
}
