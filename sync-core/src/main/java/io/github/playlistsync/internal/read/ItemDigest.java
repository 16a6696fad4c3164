package io.github.playlistsync.internal.read;

import io.github.playlistsync.model.PlaylistItem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A digest of a list of items, to compare two lists without keeping either. */
final class ItemDigest {

  private ItemDigest() {}

  /** Covers what was added, when and by whom, in order. */
  static String of(List<PlaylistItem> items) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    for (PlaylistItem item : items) {
      String line = item.uri() + " " + item.addedAt() + " " + item.addedBy() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return items.size() + ":" + HexFormat.of().formatHex(digest.digest());
  }
}
