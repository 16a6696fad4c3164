package io.github.playlistsync.jpa;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.ExcludeDefaultListeners;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code sync_token}: a user's tokens, encrypted. Not for hosts; public because providers
 * require it.
 */
@Entity
@Cacheable(false)
@ExcludeDefaultListeners
@Table(name = "sync_token")
public class SyncToken {
  @Id
  @Column(name = "user_id", length = 200, nullable = false)
  private String userId;

  @Column(name = "key_id", length = 100, nullable = false)
  private String keyId;

  @Column(name = "secret", length = StoreTables.LONG_TEXT, nullable = false)
  private String secret;

  @Column(name = "lease_holder", length = 100)
  private @Nullable String leaseHolder;

  @Column(name = "lease_until")
  @Convert(converter = InstantConverter.class)
  private @Nullable Instant leaseUntil;

  /** For the provider. */
  @SuppressWarnings("NullAway.Init")
  protected SyncToken() {}

  SyncToken(String userId, EncryptedTokens tokens) {
    this.userId = userId;
    this.keyId = tokens.keyId();
    this.secret = tokens.secret();
  }

  final String userId() {
    return userId;
  }

  final EncryptedTokens tokens() {
    return new EncryptedTokens(keyId, secret);
  }

  @Override
  public String toString() {
    return "SyncToken["
        + userId
        + ", key "
        + keyId
        + ", leased by "
        + leaseHolder
        + " until "
        + leaseUntil
        + "]";
  }
}
