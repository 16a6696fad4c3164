package io.github.playlistsync.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spotify's version of a playlist. It moves with every edit of the content, and with edits of the
 * name, the cover and the visibility too.
 *
 * <p>Spotify writes the same version in two ways: as base64 of {@code revision,sha1hex}, and as
 * base64 of 4 bytes of revision followed by the 20 bytes of the hash. {@link #matches} compares the
 * versions; {@code equals} compares the texts.
 *
 * @param value the text as Spotify sent it, 1 to 500 characters
 */
public record SnapshotId(String value) {
  private static final int MAX_LENGTH = 500;
  private static final int BINARY_LENGTH = 24;
  private static final Pattern TEXT_FORM = Pattern.compile("(\\d{1,10}),([0-9a-fA-F]{40})");

  /**
   * Checks the text.
   *
   * @throws NullPointerException if {@code value} is null
   * @throws IllegalArgumentException if {@code value} is empty, too long, or holds white space or a
   *     control character
   */
  public SnapshotId {
    Objects.requireNonNull(value, "snapshot id");
    Text.requireToken(value, "snapshot id", MAX_LENGTH);
  }

  /**
   * Returns the snapshot with the given text.
   *
   * @throws IllegalArgumentException if {@code value} is empty, too long, or holds white space or a
   *     control character
   */
  public static SnapshotId of(String value) {
    return new SnapshotId(value);
  }

  /** Whether both name the same version, in whichever form. */
  public boolean matches(SnapshotId other) {
    if (value.equals(other.value)) {
      return true;
    }
    Optional<String> mine = canonical();
    return mine.isPresent() && mine.equals(other.canonical());
  }

  private Optional<String> canonical() {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(value.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (bytes.length == BINARY_LENGTH) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      long revision = Integer.toUnsignedLong(buffer.getInt());
      byte[] hash = new byte[BINARY_LENGTH - Integer.BYTES];
      buffer.get(hash);
      return Optional.of(revision + "," + HexFormat.of().formatHex(hash));
    }
    Matcher text = TEXT_FORM.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    return text.matches()
        ? Optional.of(
            Long.parseLong(text.group(1)) + "," + text.group(2).toLowerCase(java.util.Locale.ROOT))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
