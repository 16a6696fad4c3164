package io.github.playlistsync.spi.store;

import io.github.playlistsync.model.StoredUser;
import io.github.playlistsync.model.SyncSchedule;
import io.github.playlistsync.model.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of users beside their libraries. One of the capabilities of a {@link
 * PlaylistStore}. What stands here outlives the queue: a lost one is filled again from {@link
 * #scheduledUsers}.
 *
 * <p>Each write is one fact in one transaction and leaves the others as they are, so that those who
 * write different facts of a user at once both succeed. Of two who write the same one, the later
 * stands.
 */
public interface UserStore {

  /** What is known of a user; {@link StoredUser#unknown} if that is nothing. */
  StoredUser user(UserId user);

  /** Keeps the schedule of its user, in the place of any other. */
  void saveSchedule(SyncSchedule schedule);

  /** Forgets the schedule of a user. Nothing happens if there is none. */
  void dropSchedule(UserId user);

  /**
   * Keeps since when a user has to authorize the application again.
   *
   * @param since null if the authorization stands
   */
  void saveReauthorization(UserId user, @Nullable Instant since);

  /**
   * The users who have a schedule, in an order that the store keeps to: who has one throughout
   * comes up once in the pages from the first to the last.
   *
   * @param after the last user of the page before; null for the first page
   * @param limit how many at the most, from 1
   * @return empty after the last page
   */
  List<StoredUser> scheduledUsers(@Nullable UserId after, int limit);
}
