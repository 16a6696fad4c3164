package io.github.playlistsync.spotify;

import io.github.playlistsync.error.AccessDeniedException;
import io.github.playlistsync.error.NotFoundException;
import io.github.playlistsync.error.SpotifyUnavailableException;
import io.github.playlistsync.error.SyncException;
import io.github.playlistsync.memory.InMemoryRequestGate;
import io.github.playlistsync.model.PlaylistId;
import io.github.playlistsync.spi.spotify.AccessTokens;
import io.github.playlistsync.spi.spotify.CallContext;
import io.github.playlistsync.spi.spotify.GateSettings;
import io.github.playlistsync.spi.spotify.ItemPage;
import io.github.playlistsync.spi.spotify.ItemSource;
import io.github.playlistsync.spi.spotify.LibraryPage;
import io.github.playlistsync.spi.spotify.RemotePlaylist;
import io.github.playlistsync.spi.spotify.RequestGate;
import io.github.playlistsync.spi.spotify.Sleeper;
import io.github.playlistsync.spi.spotify.SnapshotProbe;
import io.github.playlistsync.spi.spotify.SpotifyCatalog;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Spotify's Web API over HTTP.
 *
 * <p>Every request goes through the {@link RequestGate} and is reported to the {@link CallContext}
 * when it is sent. What gets no usable answer (5xx, no connection, a time-out, broken JSON, a
 * proxy's page) is asked again, with exponential pauses, and more slowly by all threads while
 * Spotify keeps failing. A token that Spotify refuses is refreshed once. A 429 closes the gate, and
 * the call waits for it within its patience. Redirects are not followed, since the token would go
 * along.
 *
 * <p>The account of each access token is known once per process: at no extra call where a list of
 * playlists names it, else by {@code GET /me}; if another list contradicts that, it is asked for
 * anew.
 *
 * <p>Safe for use by several threads. Close it after the last call; what the host gave stays open.
 *
 * @see <a href="https://developer.spotify.com/documentation/web-api">Web API</a>
 */
public final class SpotifyWebApi implements SpotifyCatalog, AutoCloseable {
  private final ApiCalls calls;
  private final RequestGate gate;
  private final OwnedClient client;

  private SpotifyWebApi(ApiCalls calls, RequestGate gate, OwnedClient client) {
    this.calls = calls;
    this.gate = gate;
    this.client = client;
  }

  /**
   * The Web API at its usual address, with the usual limits and a gate of its own.
   *
   * @throws NullPointerException if {@code tokens} is null
   */
  public static SpotifyWebApi create(AccessTokens tokens) {
    return builder(tokens).build();
  }

  /**
   * Begins one that differs from the usual.
   *
   * @throws NullPointerException if {@code tokens} is null
   */
  public static Builder builder(AccessTokens tokens) {
    return new Builder(tokens);
  }

  @Override
  public LibraryPage library(CallContext call, int offset) {
    Endpoint endpoint = Endpoint.library(requireOffset(offset), LibraryPage.MAX_LIMIT);
    return calls.get(
        call, endpoint, json -> PlaylistJson.library(json, offset, LibraryPage.MAX_LIMIT));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Now and then Spotify answers once as if there were no such playlist, or as if it withheld
   * the items. So the items are asked for as well before that counts.
   */
  @Override
  public RemotePlaylist playlist(CallContext call, PlaylistId id) {
    try {
      return withItems(call, answered(call, id));
    } catch (AccessDeniedException | NotFoundException refusal) {
      if (concernsAllRequests(refusal) || id.isSpotifys() || firstItems(call, id) == null) {
        throw refusal;
      }
    }
    try {
      return withItems(call, answered(call, id));
    } catch (AccessDeniedException | NotFoundException again) {
      throw new SpotifyUnavailableException(
          "Spotify gives the items but not the playlist: " + again.getMessage(), again);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Only the answer says which of the two endpoints an application may call: when one refuses
   * with 403 or 404, the other is asked once.
   *
   * @see <a
   *     href="https://developer.spotify.com/documentation/web-api/reference/get-playlists-items">Get
   *     Playlist Items</a>
   */
  @Override
  public ItemPage items(CallContext call, PlaylistId id, ItemSource source, int offset, int limit) {
    requireOffset(offset);
    requireLimit(limit);
    try {
      return itemsFrom(call, id, source, offset, limit);
    } catch (AccessDeniedException | NotFoundException first) {
      if (concernsAllRequests(first)) {
        throw first;
      }
      return itemsFromOther(call, id, source, offset, limit, first);
    }
  }

  @Override
  public SnapshotProbe probe(CallContext call, PlaylistId id) {
    try {
      SnapshotProbe probe = calls.get(call, Endpoint.probe(id), PlaylistJson::probe);
      if (probe.snapshot() != null) {
        return probe;
      }
    } catch (AccessDeniedException | NotFoundException refusal) {
      if (concernsAllRequests(refusal)) {
        throw refusal;
      }
    }
    RemotePlaylist whole = playlist(call, id);
    ItemPage first = whole.firstItems();
    return new SnapshotProbe(whole.snapshot(), first == null ? null : first.total());
  }

  @Override
  public ItemPage likedSongs(CallContext call, int offset, int limit) {
    Endpoint endpoint = Endpoint.likedSongs(requireOffset(offset), requireLimit(limit));
    return calls.get(call, endpoint, json -> PageJson.items(json, offset, limit));
  }

  /**
   * The account whose token the call carries: the way to learn the id of a user who has just
   * authorized the application. {@link CallContext#user()} is passed to the {@link AccessTokens}
   * and not compared with it.
   *
   * @throws io.github.playlistsync.error.SyncException as the methods of {@link SpotifyCatalog}
   * @see <a
   *     href="https://developer.spotify.com/documentation/web-api/reference/get-current-users-profile">Get
   *     Current User's Profile</a>
   */
  public SpotifyAccount currentUser(CallContext call) {
    return calls.account(call);
  }

  /** Ends the threads of the HTTP client, if it is our own. Closing twice is harmless. */
  @Override
  public void close() {
    client.close();
  }

  private RemotePlaylist answered(CallContext call, PlaylistId id) {
    return calls.get(call, Endpoint.playlist(id), json -> PlaylistJson.playlist(json, id));
  }

  private RemotePlaylist withItems(CallContext call, RemotePlaylist answered) {
    ItemPage embedded = answered.firstItems();
    ItemPage first = embedded != null ? embedded : firstItems(call, answered.playlist().id());
    return answered.withFirstItems(first);
  }

  /** The first items; null if Spotify withholds them. */
  private @Nullable ItemPage firstItems(CallContext call, PlaylistId id) {
    for (ItemSource source : ItemSource.values()) {
      try {
        return itemsFrom(call, id, source, 0, ItemPage.MAX_LIMIT);
      } catch (AccessDeniedException denied) {
        if (denied.concernsAllRequests()) {
          throw denied;
        }
        return null;
      } catch (NotFoundException missing) {
        // Perhaps only the endpoint is, so the other one is asked.
      }
    }
    return null;
  }

  @Override
  public RequestGate.Status gate() {
    return gate.status();
  }

  private ItemPage itemsFrom(
      CallContext call, PlaylistId id, ItemSource source, int offset, int limit) {
    return calls.get(
        call,
        Endpoint.items(id, source, offset, limit),
        json -> PageJson.items(json, offset, limit));
  }

  private ItemPage itemsFromOther(
      CallContext call,
      PlaylistId id,
      ItemSource refused,
      int offset,
      int limit,
      SyncException first) {
    ItemSource other = refused == ItemSource.ITEMS ? ItemSource.TRACKS : ItemSource.ITEMS;
    try {
      return itemsFrom(call, id, other, offset, limit);
    } catch (AccessDeniedException second) {
      // "You may not" says more than "there is none", which Spotify says of both.
      throw first instanceof NotFoundException ? second : first;
    } catch (NotFoundException second) {
      throw first;
    }
  }

  private static boolean concernsAllRequests(SyncException refusal) {
    return refusal instanceof AccessDeniedException denied && denied.concernsAllRequests();
  }

  private static int requireOffset(int offset) {
    if (offset < 0) {
      throw new IllegalArgumentException("offset is " + offset + "; expected 0 or more");
    }
    return offset;
  }

  private static int requireLimit(int limit) {
    if (limit < 1 || limit > ItemPage.MAX_LIMIT) {
      throw new IllegalArgumentException(
          "limit is " + limit + "; expected 1 to " + ItemPage.MAX_LIMIT);
    }
    return limit;
  }

  /** Collects what differs from the usual. Each setter refuses null. */
  public static final class Builder {
    private static final URI USUAL_ADDRESS = URI.create("https://api.spotify.com/v1");

    private final AccessTokens tokens;
    private URI baseUri = USUAL_ADDRESS;
    private SpotifySettings settings = SpotifySettings.defaults();
    private Clock clock = Clock.systemUTC();
    private RandomGenerator random = new SecureRandom();
    private Sleeper sleeper = Sleeper.system();
    private @Nullable RequestGate gate;
    private @Nullable HttpClient httpClient;

    private Builder(AccessTokens tokens) {
      this.tokens = Objects.requireNonNull(tokens, "tokens");
    }

    /**
     * Where the Web API is: by default {@code https://api.spotify.com/v1}. An address without a
     * path gets {@code /v1}; one with a path is taken as it is.
     *
     * @throws IllegalArgumentException if it is neither https nor plain http to this machine, or
     *     has a user, a query or a fragment
     */
    public Builder baseUri(URI value) {
      baseUri = ServiceAddress.check(value, "baseUri", "/v1");
      return this;
    }

    /** The budget of calls to share: by default an in-memory one of this object's own. */
    public Builder gate(RequestGate value) {
      gate = Objects.requireNonNull(value, "gate");
      return this;
    }

    /** The limits of a call. */
    public Builder settings(SpotifySettings value) {
      settings = Objects.requireNonNull(value, "settings");
      return this;
    }

    /**
     * The HTTP client to use: by default one of our own. Its connect timeout is then the host's.
     *
     * @throws IllegalArgumentException if it follows redirects, which would carry the token
     *     elsewhere
     */
    public Builder httpClient(HttpClient value) {
      httpClient = OwnedClient.requireNoRedirects(value);
      return this;
    }

    /** The clock that waits and pauses go by. */
    public Builder clock(Clock value) {
      clock = Objects.requireNonNull(value, "clock");
      return this;
    }

    /** Draws the pauses between tries. */
    public Builder random(RandomGenerator value) {
      random = Objects.requireNonNull(value, "random");
      return this;
    }

    /** Waits between tries. */
    public Builder sleeper(Sleeper value) {
      sleeper = Objects.requireNonNull(value, "sleeper");
      return this;
    }

    /** The Web API as described. */
    public SpotifyWebApi build() {
      OwnedClient client = OwnedClient.of(httpClient, settings);
      RequestGate shared =
          gate != null ? gate : InMemoryRequestGate.create(GateSettings.defaults(), clock, sleeper);
      Backoff backoff = new Backoff(settings, clock, random, sleeper);
      HttpExchange http = new HttpExchange(client.http(), settings);
      ApiCalls calls = new ApiCalls(baseUri, http, tokens, shared, backoff, clock);
      return new SpotifyWebApi(calls, shared, client);
    }
  }
}
