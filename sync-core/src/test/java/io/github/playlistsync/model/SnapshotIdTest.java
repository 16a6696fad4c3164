package io.github.playlistsync.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SnapshotIdTest {
  private static final String HASH = "c52f7675d67a47cdd0f1358585 8b219b5f2c0b1a".replace(" ", "");

  private static SnapshotId asText(long revision, String hash) {
    return SnapshotId.of(
        Base64.getEncoder()
            .encodeToString((revision + "," + hash).getBytes(StandardCharsets.US_ASCII)));
  }

  private static SnapshotId asBytes(int revision, String hash) {
    ByteBuffer bytes = ByteBuffer.allocate(24);
    bytes.putInt(revision).put(HexFormat.of().parseHex(hash));
    return SnapshotId.of(Base64.getEncoder().encodeToString(bytes.array()));
  }

  @Test
  void bothTextsOfOneVersionMatch() {
    assertThat(asText(673, HASH).matches(asBytes(673, HASH))).isTrue();
    assertThat(asBytes(673, HASH).matches(asText(673, HASH.toUpperCase(java.util.Locale.ROOT))))
        .isTrue();
    assertThat(asBytes(-1, HASH).matches(asText(4_294_967_295L, HASH))).isTrue();
  }

  @Test
  void anotherRevisionOrHashDoesNotMatch() {
    assertThat(asText(673, HASH).matches(asBytes(674, HASH))).isFalse();
    assertThat(asText(673, HASH).matches(asBytes(673, HASH.replace('c', 'd')))).isFalse();
  }

  @Test
  void whatCannotBeDecodedIsComparedAsItStands() {
    assertThat(SnapshotId.of("liked:1:ab").matches(SnapshotId.of("liked:1:ab"))).isTrue();
    assertThat(SnapshotId.of("liked:1:ab").matches(SnapshotId.of("liked:1:ac"))).isFalse();
    assertThat(SnapshotId.of("AAAA").matches(SnapshotId.of("AAAB"))).isFalse();
  }
}
