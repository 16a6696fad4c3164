package io.github.playlistsync.simulator;

import static java.util.Objects.requireNonNull;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes realistic rows of every kind. The same seed and order of calls give the same rows. Each new
 * row has a later time of addition. Not safe for several threads.
 */
public final class Entries {

  private static final String[] WORDS = {
    "Night", "Ocean", "Señorita", "Glass", "Mañana", "Über", "Electric", "Paper", "Пламя", "Hollow",
    "春", "Golden", "Motor", "Velvet", "Ænima", "Static", "Garden", "Winter", "Río", "Silver"
  };

  private final Random random;
  private final @Nullable String user;
  private Instant clock = Instant.parse("2019-03-01T08:00:00Z");

  private Entries(long seed, @Nullable String user) {
    this.random = new Random(seed);
    this.user = user;
  }

  /** A factory of rows that the seed decides and the user adds. */
  public static Entries seeded(long seed, String user) {
    return new Entries(seed, requireNonNull(user, "user"));
  }

  /** A new track with an id, an album, a cover and an ISRC. */
  public SimulatedEntry track() {
    return entry(EntryKind.TRACK, catalogTrack());
  }

  /** As many new tracks. */
  public List<SimulatedEntry> tracks(int count) {
    List<SimulatedEntry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      entries.add(track());
    }
    return List.copyOf(entries);
  }

  /**
   * Tracks with a sprinkling of everything else: episodes, local files, duplicates, entries without
   * a track, unknown types, and rows without a user or a time.
   */
  public List<SimulatedEntry> mixed(int count) {
    List<SimulatedEntry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      SimulatedEntry duplicated =
          entries.isEmpty() ? track() : entries.get(random.nextInt(entries.size()));
      entries.add(
          switch (random.nextInt(24)) {
            case 0 -> episode();
            case 1 -> localFile();
            case 2 -> localFileWithoutTags();
            case 3 -> placeholder();
            case 4 -> withoutTrackKey();
            case 5 -> unknownType();
            case 6 -> removedTrack();
            case 7 -> duplicated;
            case 8 -> duplicated.withAddedAt(later());
            case 9 -> track().withAddedBy("");
            case 10 -> track().withAddedBy(null);
            case 11 -> track().withAddedAt(null);
            default -> track();
          });
    }
    return List.copyOf(entries);
  }

  /** A new episode of a podcast. */
  public SimulatedEntry episode() {
    String id = Ids.next(random);
    return entry(
        EntryKind.EPISODE,
        new SimulatedTrack(
            "spotify:episode:" + id,
            id,
            "episode",
            (100 + random.nextInt(400)) + "- " + words(3),
            List.of(words(2)),
            words(2) + " Podcast",
            image(),
            600_000 + random.nextInt(3_000_000),
            random.nextInt(5) == 0,
            null));
  }

  /** A local file, which has no id and carries its tags in the URI. */
  public SimulatedEntry localFile() {
    String artist = words(1) + " (" + words(2) + ")";
    String album = words(2);
    String title = words(1) + ", " + words(2);
    return localFile(artist, album, title);
  }

  private SimulatedEntry localFile(String artist, String album, String title) {
    int seconds = 60 + random.nextInt(400);
    String uri =
        String.join(
            ":",
            List.of("spotify:local", encode(artist), encode(album), encode(title), "" + seconds));
    return local(uri, title, artist, album, seconds * 1000L);
  }

  /** A local file without tags: its URI is {@code spotify:local::::4}. */
  public SimulatedEntry localFileWithoutTags() {
    return local("spotify:local::::4", "", "", "", 4000);
  }

  /** A local file with so many Japanese characters in each tag, which makes a very long URI. */
  public SimulatedEntry localFileWithLongTags(int characters) {
    return localFile(kana(characters), kana(characters), kana(characters));
  }

  /** A local file with the URI {@code spotify:track:null} instead of its tags. */
  public SimulatedEntry localFileWithNullUri() {
    int seconds = 60 + random.nextInt(400);
    return local("spotify:track:null", words(2), words(2), words(2), seconds * 1000L);
  }

  /** An entry whose track is null, added by an unknown user. */
  public SimulatedEntry placeholder() {
    return entry(EntryKind.PLACEHOLDER, null).withAddedBy("");
  }

  /** An entry without any track key. */
  public SimulatedEntry withoutTrackKey() {
    return entry(EntryKind.NO_TRACK_KEY, null);
  }

  /** An entry of a type newer than the client: {@code chapter}. */
  public SimulatedEntry unknownType() {
    String id = Ids.next(random);
    return entry(
        EntryKind.UNKNOWN_TYPE,
        new SimulatedTrack(
            "spotify:chapter:" + id,
            id,
            "chapter",
            "Chapter " + random.nextInt(40),
            List.of(words(2)),
            words(3),
            image(),
            900_000,
            false,
            null));
  }

  /** A track that left the catalog: its names are empty, its id remains. */
  public SimulatedEntry removedTrack() {
    String id = Ids.next(random);
    return entry(
        EntryKind.TRACK,
        new SimulatedTrack(
            "spotify:track:" + id, id, "track", "", List.of(""), "", null, 0, false, null));
  }

  private SimulatedTrack catalogTrack() {
    String id = Ids.next(random);
    List<String> artists = random.nextInt(4) == 0 ? List.of(words(2), words(1)) : List.of(words(2));
    return new SimulatedTrack(
        "spotify:track:" + id,
        id,
        "track",
        words(1 + random.nextInt(4)),
        artists,
        words(2),
        image(),
        90_000 + random.nextInt(300_000),
        random.nextInt(6) == 0,
        String.format(Locale.ROOT, "GBSIM%07d", random.nextInt(10_000_000)));
  }

  private SimulatedEntry local(
      String uri, String title, String artist, String album, long durationMs) {
    return entry(
        EntryKind.LOCAL,
        new SimulatedTrack(
            uri, null, "track", title, List.of(artist), album, null, durationMs, false, null));
  }

  private SimulatedEntry entry(EntryKind kind, @Nullable SimulatedTrack track) {
    return new SimulatedEntry(kind, track, later(), user);
  }

  private Instant later() {
    clock = clock.plusSeconds(1 + random.nextInt(9_000));
    return clock;
  }

  private String image() {
    return String.format(
        Locale.ROOT, "https://i.scdn.co/image/ab67616d0000b273%016x", random.nextLong());
  }

  private String words(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  private String kana(int count) {
    return random
        .ints(count, 'ぁ', 'ゖ')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
