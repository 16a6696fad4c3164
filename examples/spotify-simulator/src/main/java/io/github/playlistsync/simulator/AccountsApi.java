package io.github.playlistsync.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Answers {@code /authorize} and {@code /api/token}. */
final class AccountsApi {

  private final Accounts accounts;

  AccountsApi(Accounts accounts) {
    this.accounts = accounts;
  }

  Answer authorize(Request request) {
    String redirect = request.query().getOrDefault("redirect_uri", "");
    if (!Accounts.CLIENT_ID.equals(request.query().get("client_id"))) {
      return Answer.text(400, "INVALID_CLIENT: Invalid client");
    }
    if (!isSafe(redirect)) {
      return Answer.text(400, "INVALID_CLIENT: Insecure redirect URI");
    }
    if (!"code".equals(request.query().get("response_type"))) {
      return Answer.text(400, "response_type must be code");
    }
    String challenge = request.query().get("code_challenge");
    if (challenge != null && !"S256".equals(request.query().get("code_challenge_method"))) {
      return Answer.text(400, "code_challenge_method must be S256");
    }
    String state = request.query().get("state");
    String result =
        accounts
            .signIn(request.query().get("user"))
            .map(user -> "code=" + code(request, user, redirect, challenge))
            .orElse("error=access_denied");
    String location =
        redirect
            + (redirect.contains("?") ? "&" : "?")
            + result
            + (state == null ? "" : "&state=" + URLEncoder.encode(state, StandardCharsets.UTF_8));
    return Answer.text(302, "").with("Location", location);
  }

  Answer token(Request request, @Nullable String authorization) {
    String grantType = request.form().getOrDefault("grant_type", "");
    Optional<Boolean> confidential = client(request, authorization);
    if (confidential.isEmpty()) {
      return Answer.oauthError("invalid_client", "Invalid client");
    }
    return switch (grantType) {
      case "authorization_code" -> exchange(request, confidential.get());
      case "refresh_token" -> refresh(request);
      default ->
          Answer.oauthError(
              "unsupported_grant_type",
              "grant_type must be client_credentials, authorization_code or refresh_token");
    };
  }

  private String code(Request request, String user, String redirect, @Nullable String challenge) {
    String[] asked = request.query().getOrDefault("scope", "").split(" ", -1);
    Set<String> scopes = Set.copyOf(Arrays.asList(asked));
    return accounts.newCode(new Caller(user, scopes), redirect, challenge);
  }

  private Answer exchange(Request request, boolean confidential) {
    Optional<Accounts.Code> code = accounts.takeCode(request.form().getOrDefault("code", ""));
    if (code.isEmpty()) {
      return Answer.oauthError("invalid_grant", "Invalid authorization code");
    }
    if (!code.get().redirect().equals(request.form().get("redirect_uri"))) {
      return Answer.oauthError("invalid_grant", "Invalid redirect URI");
    }
    String challenge = code.get().challenge();
    String verifier = request.form().get("code_verifier");
    if (challenge == null && !confidential) {
      return Answer.oauthError("invalid_client", "Invalid client");
    }
    if (challenge != null && (verifier == null || !challenge.equals(s256(verifier)))) {
      return Answer.oauthError("invalid_grant", "code_verifier was incorrect");
    }
    return tokens(accounts.grant(code.get().caller()));
  }

  private Answer refresh(Request request) {
    try {
      return tokens(accounts.refresh(request.form().getOrDefault("refresh_token", "")));
    } catch (Accounts.RefusedException e) {
      return Answer.oauthError("invalid_grant", String.valueOf(e.getMessage()));
    }
  }

  private static Answer tokens(Accounts.Grant grant) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("access_token", grant.accessToken()).put("token_type", "Bearer");
    json.put("expires_in", Accounts.ACCESS_TOKEN_LIFE.toSeconds());
    if (grant.refreshToken() != null) {
      json.put("refresh_token", grant.refreshToken());
    }
    json.put("scope", String.join(" ", new TreeSet<>(grant.scopes())));
    return Answer.json(json);
  }

  /**
   * True if the client proves its secret, false if it gives only its id, empty if it is unknown.
   */
  private static Optional<Boolean> client(Request request, @Nullable String authorization) {
    if (authorization != null) {
      String expected = Accounts.CLIENT_ID + ":" + Accounts.CLIENT_SECRET;
      String basic =
          "Basic "
              + Base64.getEncoder().encodeToString(expected.getBytes(StandardCharsets.US_ASCII));
      return basic.equals(authorization) ? Optional.of(true) : Optional.empty();
    }
    if (!Accounts.CLIENT_ID.equals(request.form().get("client_id"))) {
      return Optional.empty();
    }
    String secret = request.form().get("client_secret");
    if (secret != null) {
      return Accounts.CLIENT_SECRET.equals(secret) ? Optional.of(true) : Optional.empty();
    }
    return Optional.of(false);
  }

  /** Spotify accepts HTTPS, and plain HTTP only to a numeric loopback address. */
  private static boolean isSafe(String redirect) {
    try {
      URI uri = URI.create(redirect);
      String host = uri.getHost();
      if (host == null || host.equals("localhost")) {
        return false;
      }
      return "https".equals(uri.getScheme())
          || ("http".equals(uri.getScheme()) && (host.equals("127.0.0.1") || host.equals("[::1]")));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String s256(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
  }
}
