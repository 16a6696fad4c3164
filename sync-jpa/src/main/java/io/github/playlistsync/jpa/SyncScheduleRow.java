package io.github.playlistsync.jpa;

import io.github.playlistsync.error.StoreException;
import io.github.playlistsync.model.JobSpec;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.model.Priority;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.ExcludeDefaultListeners;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of {@code sync_schedule}, for a host's own JPQL. Read-only. */
@Entity
@Cacheable(false)
@ExcludeDefaultListeners
@Table(name = "sync_schedule")
@IdClass(SyncScheduleRow.Key.class)
public class SyncScheduleRow {
  /** Stands for the whole library; no playlist has such an id. */
  private static final String LIBRARY = "*";

  @Id
  @Column(name = "user_id", length = 200, nullable = false)
  private String userId;

  @Id
  @Column(name = "playlist_id", length = 210, nullable = false)
  private String playlistId;

  @Column(name = "repeat_every", length = 60, nullable = false)
  private String repeatEvery;

  @Column(name = "jitter", length = 60, nullable = false)
  private String jitter;

  @Column(name = "priority", length = 10, nullable = false)
  private String priority;

  /** For the provider. */
  @SuppressWarnings("NullAway.Init")
  protected SyncScheduleRow() {}

  SyncScheduleRow(SyncSchedule schedule) {
    userId = schedule.user().value();
    playlistId = playlistId(schedule.spec());
    repeatEvery = schedule.every().toString();
    jitter = schedule.jitter().toString();
    priority = schedule.priority().name();
  }

  /** The parameters of a query for this row, or for those after it. */
  final Map<String, String> key() {
    return Map.of("user", userId, "playlist", playlistId);
  }

  /** The column that names what is synced. */
  static String playlistId(JobSpec work) {
    PlaylistId playlist = work.playlist();
    return playlist == null ? LIBRARY : playlist.value();
  }

  /**
   * The schedule that this row holds.
   *
   * @throws StoreException if this version cannot read the row
   */
  public SyncSchedule toValue() {
    try {
      return new SyncSchedule(
          playlistId.equals(LIBRARY)
              ? JobSpec.user(user())
              : JobSpec.playlist(user(), PlaylistId.of(playlistId)),
          Duration.parse(repeatEvery),
          Duration.parse(jitter),
          Priority.valueOf(priority));
    } catch (DateTimeParseException | IllegalArgumentException unknown) {
      throw new StoreException(
          "the schedule of %s, playlist %s cannot be read: %s"
              .formatted(userId, playlistId, unknown.getMessage()));
    }
  }

  /** The user of this row. */
  public UserId user() {
    return UserId.of(userId);
  }

  /** The key of a row. */
  public static final class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    private @Nullable String userId;
    private @Nullable String playlistId;

    /** For the provider. */
    public Key() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that
          && Objects.equals(userId, that.userId)
          && Objects.equals(playlistId, that.playlistId);
    }

    @Override
    public int hashCode() {
      return Objects.hash(userId, playlistId);
    }
  }
}
