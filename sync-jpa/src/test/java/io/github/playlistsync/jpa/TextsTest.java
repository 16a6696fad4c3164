package io.github.playlistsync.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
  @Test
  void writesNamesAsReadableJson() {
    assertThat(Texts.toJsonArray(List.of())).isEqualTo("[]");
    assertThat(Texts.toJsonArray(List.of("Björk", "Earth, Wind & Fire", "\"x\" \\ \n")))
        .isEqualTo("[\"Björk\",\"Earth, Wind & Fire\",\"\\\"x\\\" \\\\ \\u000a\"]");
  }

  @Test
  void readsWhatItWrote() {
    for (List<String> names :
        List.of(
            List.<String>of(),
            List.of(""),
            List.of("", ""),
            List.of("]", "[", ",", "\"", "\\", "\\u0041", "\t\r\n\b\f", "🎶", "\u2028"))) {
      assertThat(Texts.fromJsonArray(Texts.toJsonArray(names))).isEqualTo(names);
    }
  }

  @Test
  void readsWhatOthersWrote() {
    assertThat(Texts.fromJsonArray(" [ \"a\" , \"\\u00e9\\/\\n\" ] ")).containsExactly("a", "é/\n");
  }

  @Test
  void leavesOutWhatCannotBeKept() {
    assertThat(Texts.storable("a\0b")).isEqualTo("ab");
    assertThat(Texts.storableOrNull(null)).isNull();
    assertThat(Texts.toJsonArray(List.of("a\0"))).isEqualTo("[\"a\"]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "[]x",
        "a",
        "[\"a]",
        "[\"a\",]",
        "[1]",
        "[\"\\x\"]",
        "[\"\\u12\"]",
        "[\"a\" \"b\"]"
      })
  void refusesAnythingElse(String json) {
    assertThatThrownBy(() -> Texts.fromJsonArray(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("JSON array");
  }
}
